// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the parts of a request in a text. */
public final class RequestCollector {
    /** More than any server accepts. Each one is checked. */
    private static final int MAX_PARAMETERS = 1_000;

    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final Set<Field> inspected = new HashSet<>();
    private final Set<Field> leftOut = new LinkedHashSet<>();
    private @Nullable String method;
    private @Nullable URI endpoint;
    private @Nullable String path;
    private @Nullable Map<String, String> headers;
    private @Nullable List<TokenRequest.Parameter> parameters;
    private @Nullable DecodedAssertion assertion;
    private boolean hasForm;

    public void method(String value) {
        method = value;
    }

    public void header(String name, String value) {
        hasHeaders();
        if (headers != null) {
            headers.put(name, value);
        }
    }

    /** Marks the headers as known, even if none is added. */
    public void hasHeaders() {
        headers = headers == null ? new LinkedHashMap<>() : headers;
    }

    public void parameter(String name, String value) {
        parameters = parameters == null ? new ArrayList<>() : parameters;
        if (parameters.size() >= MAX_PARAMETERS) {
            fault("there are more than " + MAX_PARAMETERS + " parameters");
            return;
        }
        parameters.add(new TokenRequest.Parameter(name, value, false));
        inspect(Field.parameter(name), value);
    }

    /** Marks the parameters as known, even if none is added. */
    public void hasForm() {
        hasForm = true;
    }

    /** Sets the URL, whose query is part of the request. */
    void endpoint(URI uri) {
        endpoint = uri;
        path = uri.getPath();
        TokenRequest.builder()
                .endpoint(uri)
                .build()
                .parameters()
                .ifPresent(all -> all.forEach(p -> inspect(Field.parameter(p.name()), p.value())));
    }

    /** Sets the path of the URL, if its host is not known. */
    public void path(String value) {
        path = value;
    }

    public void assertion(String compact) {
        assertion = DecodedAssertion.parse(compact);
    }

    public void assertion(DecodedAssertion value) {
        assertion = value;
    }

    /**
     * Marks the field as left out if its value is a placeholder. If there are several with the same name, the first counts.
     */
    public void inspect(Field field, String value) {
        boolean isSecret = Names.ASSERTIONS.contains(field.name());
        String placeholder =
                inspected.add(field) ? isSecret ? Placeholder.inSecret(value) : Placeholder.in(value) : null;
        if (placeholder != null) {
            leftOut.add(field);
            note(Placeholder.note(Names.valueOf(field.name()), placeholder));
        }
    }

    public void leftOut(Field field) {
        leftOut.add(field);
    }

    /** Adds a note. */
    public void note(String note) {
        notes.add(note);
    }

    /** Adds a clause that says what could not be read. */
    public void fault(String fault) {
        faults.add(fault);
    }

    /** Replaces a variable by its value, which was found elsewhere in the text. */
    public boolean fillGap(String name, String value) {
        Field field = Field.parameter(name);
        if (parameters == null || !leftOut.contains(field) || Placeholder.inSecret(value) != null) {
            return false;
        }
        parameters.replaceAll(p -> p.name().equals(name) ? new TokenRequest.Parameter(name, value, p.inQuery()) : p);
        leftOut.remove(field);
        notes.removeIf(note -> note.startsWith(Names.valueOf(name)));
        return true;
    }

    public boolean hasParameters() {
        return parameters != null && !parameters.isEmpty();
    }

    public List<TokenRequest.Parameter> parameters() {
        return parameters == null ? List.of() : List.copyOf(parameters);
    }

    public boolean hasHeaderLines() {
        return headers != null;
    }

    public boolean hasEndpoint() {
        return endpoint != null;
    }

    public boolean hasMethod() {
        return method != null;
    }

    @Nullable
    public String path() {
        return path;
    }

    @Nullable
    String host() {
        return endpoint == null ? null : endpoint.getHost();
    }

    public boolean hasFaults() {
        return !faults.isEmpty();
    }

    public boolean hasGaps() {
        return leftOut.stream().anyMatch(f -> Names.ASSERTIONS.contains(f.name()));
    }

    /** Returns the Content-Type header, or null. */
    @Nullable
    public String contentType() {
        return headers == null
                ? null
                : headers.entrySet().stream()
                        .filter(h -> h.getKey().equalsIgnoreCase("content-type"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    /** Returns whether there is an assertion that can be decoded. */
    public boolean hasAssertion() {
        return assertion != null
                || parameters().stream()
                        .anyMatch(p -> Names.ASSERTIONS.contains(p.name())
                                && !p.value().isEmpty()
                                && !leftOut.contains(Field.parameter(p.name())));
    }

    /** Returns whether both may be the same request, which the text contains twice. */
    public boolean isSameTarget(RequestCollector other) {
        boolean isSameMethod = method == null || other.method == null || method.equalsIgnoreCase(other.method);
        boolean isSameHost =
                host() == null || other.host() == null || String.valueOf(host()).equalsIgnoreCase(other.host());
        return isSameMethod && isSameHost && path != null && path.equals(other.path);
    }

    /** Adds what is missing here from the other request. */
    public void fill(RequestCollector other) {
        method = method == null ? other.method : method;
        if (endpoint == null) {
            endpoint = other.endpoint;
            path = path == null ? other.path : path;
            if (endpoint != null) {
                notes.removeIf(note -> note.startsWith("No Host header"));
            }
        }
        if (other.headers != null) {
            other.headers.forEach((name, value) -> {
                if (headers == null || headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                    header(name, value);
                }
            });
        }
        if (!hasParameters()) {
            parameters = other.parameters;
            faults.addAll(other.faults);
            leftOut.addAll(other.leftOut);
            notes.addAll(other.notes);
            hasForm |= other.hasForm;
        }
        assertion = assertion == null ? other.assertion : assertion;
    }

    public List<Field> gaps() {
        return List.copyOf(leftOut);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    public TokenRequest build() {
        TokenRequest.Builder request = TokenRequest.builder();
        if (method != null) {
            request.method(method);
        }
        if (endpoint != null) {
            request.endpoint(endpoint);
        }
        if (headers != null) {
            headers.forEach(request::header);
        }
        if (hasForm) {
            request.body("");
        }
        leftOut.forEach(request::leftOut);
        parameters().forEach(p -> request.parameter(p.name(), p.value()));
        if (assertion != null) {
            request.assertion(assertion);
        }
        faults.forEach(request::fault);
        return request.build();
    }
}
