// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A token request as the provider receives it: the assertion and the HTTP request that contains it.
 *
 * <p>A missing part is one that is not known, not one that was not sent. Immutable.
 */
public final class TokenRequest {

    /**
     * A form parameter.
     *
     * @param name its name, decoded
     * @param value its value, decoded once
     * @param inQuery whether it was in the query of the URL instead of in the body
     */
    public record Parameter(String name, String value, boolean inQuery) {
        /** Rejects null. */
        public Parameter {
            Arguments.required(name, "name");
            Arguments.required(value, "value");
        }

        @Override
        public String toString() {
            return Redactor.name(name) + "=" + Redactor.parameter(name, value);
        }
    }

    private static final Pattern LIKE_A_JWT = Pattern.compile("^\\W{0,8}e[yw][A-Za-z0-9+/_-]*\\.[A-Za-z0-9+/_-]+");
    private static final Pattern NO_FORM = Pattern.compile("(?i)json|xml|multipart");
    /** The error codes of RFC 6749 section 5.2. A short secret that is part of one is not an echo. */
    private static final Pattern ERROR_CODE =
            Pattern.compile("invalid_(?:client|request|grant|scope)|unauthorized_client|unsupported_grant_type");

    private static final List<String> ASSERTION_PARAMETERS = List.of(
            "client_assertion", "client_secret", "client-assertion", "client-secret", "clientAssertion", "assertion");

    private final @Nullable DecodedAssertion assertion;
    private final @Nullable URI endpoint;
    private final @Nullable String method;
    private final @Nullable Map<String, String> headers;
    private final @Nullable List<Parameter> parameters;
    private final List<String> faults;
    private final Set<Field> leftOut;

    private TokenRequest(Builder builder, @Nullable DecodedAssertion assertion, @Nullable List<Parameter> parameters) {
        this.assertion = assertion;
        this.endpoint = builder.endpoint;
        this.method = builder.method;
        this.headers = builder.headers == null ? null : Map.copyOf(builder.headers);
        this.parameters = parameters;
        this.faults = List.copyOf(builder.faults);
        this.leftOut = Set.copyOf(builder.leftOut);
    }

    private TokenRequest(TokenRequest base, @Nullable DecodedAssertion assertion, @Nullable URI endpoint) {
        this.assertion = assertion;
        this.endpoint = endpoint;
        this.method = base.method;
        this.headers = base.headers;
        this.parameters = base.parameters;
        this.faults = base.faults;
        this.leftOut = base.leftOut;
    }

    /** Returns a builder for a request. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a request of which only the assertion is known. */
    public static TokenRequest ofAssertion(String assertion) {
        Arguments.required(assertion, "assertion");
        return builder().assertion(assertion).build();
    }

    /** Returns the assertion, wherever it was sent. */
    public Optional<DecodedAssertion> assertion() {
        return Optional.ofNullable(assertion);
    }

    /** Returns the URL of the request, with its query. */
    public Optional<URI> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /** Returns the HTTP method, in upper case. */
    public Optional<String> method() {
        return Optional.ofNullable(method);
    }

    /** Returns the HTTP headers by lower-case name; empty if they are not known. */
    public Optional<Map<String, String>> headers() {
        return Optional.ofNullable(headers);
    }

    /** Returns the form parameters of body and query; empty if they are not known or the body is not a form. */
    public Optional<List<Parameter>> parameters() {
        return Optional.ofNullable(parameters);
    }

    /** Returns the value of the first parameter with this name. */
    public Optional<String> parameter(String name) {
        Arguments.required(name, "name");
        return parameters().stream()
                .flatMap(List::stream)
                .filter(p -> p.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /** Returns what could not be read in the HTTP request, one clause each; empty if everything could be read. */
    public List<String> faults() {
        return faults;
    }

    /**
     * Returns whether the value of this field was left out of the text, such as {@code $TOKEN} for a token. The placeholder
     * was not sent, so rules about the field are {@link Verdict.Unknown}, not broken.
     */
    public boolean isLeftOut(Field field) {
        Arguments.required(field, "field");
        return leftOut.contains(field);
    }

    /** Returns a copy with this URL. */
    public TokenRequest sentTo(URI url) {
        Arguments.required(url, "url");
        return new TokenRequest(this, assertion, url);
    }

    /** Returns a copy with this JWT as its assertion, for a JWT that was sent in the wrong place. */
    public TokenRequest withAssertion(String compact) {
        Arguments.required(compact, "compact");
        return new TokenRequest(this, DecodedAssertion.parse(compact), endpoint);
    }

    /** Removes the secrets of this request from a text that may echo them, plain or percent-encoded. */
    public String redact(String text) {
        Arguments.required(text, "text");
        if (ERROR_CODE.matcher(text).matches()) {
            return text;
        }
        // In one pass, longest first, so that a secret that is a part of another one leaves no remainder.
        List<String> secrets = secrets();
        String pattern = secrets.stream()
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                // A longer secret cannot be in the text, and searching for it would take quadratic time.
                .filter(secret -> secret.length() <= text.length())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String redacted = pattern.isEmpty() ? text : text.replaceAll(pattern, Redactor.NOT_SHOWN);
        // The echo may use another encoding, perhaps of every character.
        String decoded = Builder.decode(redacted);
        boolean isEncoded = !decoded.equals(redacted);
        return isEncoded && secrets.stream().anyMatch(decoded::contains)
                ? Redactor.NOT_SHOWN
                : Redactor.withoutTokens(redacted);
    }

    private List<String> secrets() {
        Stream<String> inParameters = parameters().stream()
                .flatMap(List::stream)
                .filter(p -> !Redactor.isPublic(p.name()) && !isLeftOut(Field.parameter(p.name())))
                .map(Parameter::value);
        Stream<String> inHeaders = headers().stream()
                .map(all -> all.get("authorization"))
                .filter(Objects::nonNull)
                .flatMap(credentials -> Stream.of(credentials, credentials.replaceFirst("^\\S+\\s+", "")));
        return Stream.concat(inParameters, inHeaders)
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    /** Returns only names, because a request contains secrets. */
    @Override
    public String toString() {
        return (method == null ? "request" : Redactor.name(method))
                + (endpoint == null ? "" : " to " + Redactor.endpoint(endpoint))
                + (parameters == null
                        ? ""
                        : " with "
                                + parameters.stream()
                                        .map(Parameter::name)
                                        .map(Redactor::name)
                                        .distinct()
                                        .toList());
    }

    /** Builder for {@link TokenRequest}; every part is optional. */
    public static final class Builder {
        /** A longer text is not a method; it may be a secret, which redaction would not recognize in upper case. */
        private static final int MAX_METHOD = 20;

        private @Nullable DecodedAssertion assertion;
        private @Nullable URI endpoint;
        private @Nullable String method;
        private @Nullable Map<String, String> headers;
        private @Nullable List<Parameter> parameters;
        private @Nullable List<Parameter> formParameters;
        private final List<String> faults = new ArrayList<>();
        private final Set<Field> leftOut = new HashSet<>();

        private Builder() {}

        /** Sets the assertion in compact form. Without it, one is taken from the parameters. */
        public Builder assertion(String compact) {
            Arguments.required(compact, "compact");
            return assertion(DecodedAssertion.parse(compact));
        }

        /** Sets the assertion, decoded or not yet signed. */
        public Builder assertion(DecodedAssertion assertion) {
            this.assertion = Arguments.required(assertion, "assertion");
            return this;
        }

        /** Sets the URL of the request. Parameters in its query are parameters of the request. */
        public Builder endpoint(URI endpoint) {
            this.endpoint = Arguments.required(endpoint, "endpoint");
            return this;
        }

        /** Sets the HTTP method. */
        public Builder method(String method) {
            Arguments.notBlank(method, "method");
            this.method = method.length() > MAX_METHOD ? method : method.toUpperCase(Locale.ROOT);
            return this;
        }

        /** Adds an HTTP header. After the first one, headers that are not added count as not sent. */
        public Builder header(String name, String value) {
            Arguments.required(name, "name");
            Arguments.required(value, "value");
            if (headers == null) {
                headers = new LinkedHashMap<>();
            }
            headers.put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        /**
         * Adds a parameter of the body, whatever the {@code Content-Type} header says. After the first one, parameters that
         * are not added count as not sent.
         */
        public Builder parameter(String name, String value) {
            Arguments.required(name, "name");
            Arguments.required(value, "value");
            if (parameters == null) {
                parameters = new ArrayList<>();
            }
            parameters.add(new Parameter(name, value, false));
            return this;
        }

        /** Sets the body as sent, which is read as a form unless its {@code Content-Type} header says otherwise. */
        public Builder body(String body) {
            Arguments.required(body, "body");
            if (formParameters == null) {
                formParameters = new ArrayList<>();
            }
            decode(body, false, formParameters);
            return this;
        }

        /** Adds something that could not be read in the request, as a clause without secrets. */
        public Builder fault(String fault) {
            Arguments.required(fault, "fault");
            faults.add(fault);
            return this;
        }

        /** Adds a field whose value was left out of the text. */
        public Builder leftOut(Field field) {
            Arguments.required(field, "field");
            leftOut.add(field);
            return this;
        }

        /** Returns the request. */
        public TokenRequest build() {
            List<Parameter> all = new ArrayList<>();
            if (endpoint != null && endpoint.getRawQuery() != null) {
                decode(endpoint.getRawQuery(), true, all);
            }
            if (parameters != null) {
                all.addAll(parameters);
            }
            if (formParameters != null && isForm()) {
                all.addAll(formParameters);
            }
            // If the assertion was set separately, the query belongs to the token endpoint.
            boolean isKnown = (!all.isEmpty() && (assertion == null || parameters != null))
                    || (formParameters != null && isForm());
            return new TokenRequest(
                    this, assertion != null ? assertion : sought(all), isKnown ? List.copyOf(all) : null);
        }

        private boolean isForm() {
            String type = headers == null ? null : headers.get("content-type");
            return type == null || !NO_FORM.matcher(type).find();
        }

        private @Nullable DecodedAssertion sought(List<Parameter> parameters) {
            List<Parameter> candidates = new ArrayList<>();
            for (String name : ASSERTION_PARAMETERS) {
                parameters.stream()
                        .filter(parameter -> parameter.name().equals(name) && !leftOut.contains(Field.parameter(name)))
                        .forEach(candidates::add);
            }
            // With a JWT as a grant, there may also be a client secret that is not a JWT.
            return candidates.stream()
                    .filter(parameter -> LIKE_A_JWT.matcher(parameter.value()).find())
                    .findFirst()
                    .or(() -> candidates.stream().findFirst())
                    .map(parameter -> DecodedAssertion.parse(parameter.value()))
                    .orElse(null);
        }

        private static void decode(String form, boolean inQuery, List<Parameter> into) {
            for (String pair : form.split("&", -1)) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = equals < 0 ? pair : pair.substring(0, equals);
                    String value = equals < 0 ? "" : pair.substring(equals + 1);
                    into.add(new Parameter(decode(name), decode(value), inQuery));
                }
            }
        }

        private static String decode(String encoded) {
            try {
                return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notEncoded) {
                // A stray percent sign: use the text as is, and let the rules check it.
                return encoded;
            }
        }
    }
}
