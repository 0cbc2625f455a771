// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.export.DecodedJwt;
import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.ParameterNames;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.Placeholder;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import dev.clientauth.diagnosis.input.part.ResponseHeaders;
import dev.clientauth.diagnosis.input.part.UrlText;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the parts of an exchange while it is read. */
final class Draft {
    private static final String DESCRIBED =
            "The request was read from a description: anything that the description does not mention is treated as not sent.";
    private static final String PRINTED =
            "The parameters were read from a program's output: paste the HTTP request to have the rest checked.";

    /** Settings that identify a configuration. */
    private static final Set<String> IDENTITIES =
            Set.of("client_id", "team_id", "key_id", "services_id", "service_id", "bundle_id");

    final int line;
    /** Whether a request line, a command or an entry was found, and not only parts. */
    final boolean isHard;

    RequestCollector request;

    @Nullable
    ResponseCollector response;

    @Nullable
    Instant time;

    final Map<String, String> settings = new LinkedHashMap<>();
    private InputFormat format;
    private @Nullable Tree header;
    private @Nullable Tree claims;
    private String source = "";
    private @Nullable String mentioned;
    private final List<TokenRequest.Parameter> described = new ArrayList<>();
    private boolean isPrinted;
    private boolean isForm;
    private boolean isFoundWithin;
    private boolean isFinished;

    Draft(Piece.Request hard) {
        this(hard.line(), true, hard.request(), format(hard.origin()));
    }

    private static InputFormat format(Piece.Origin origin) {
        return switch (origin) {
            case MESSAGE -> InputFormat.HTTP_REQUEST;
            case CURL -> InputFormat.CURL;
            case COMMAND -> InputFormat.COMMAND;
            case ARCHIVE -> InputFormat.HAR;
            case EXPORT -> InputFormat.EXPORT;
        };
    }

    Draft(int line) {
        this(line, false, new RequestCollector(), InputFormat.UNREADABLE);
    }

    private Draft(int line, boolean isHard, RequestCollector request, InputFormat format) {
        this.line = line;
        this.isHard = isHard;
        this.request = request;
        this.format = format;
    }

    /** The same, if the format is already known. */
    Draft as(InputFormat known) {
        format = known;
        return this;
    }

    /** Returns whether only an address or headers were found, which may belong to the request that follows. */
    boolean isBare() {
        return !isHard && !hasParameters() && !request.hasAssertion() && claims == null && header == null;
    }

    boolean hasParameters() {
        return request.hasParameters() || !described.isEmpty();
    }

    void merge(Piece.Request other) {
        boolean takesOther = other.request().hasParameters()
                && (!request.hasParameters()
                        || request.hasGaps()
                        || !other.request().hasGaps());
        if (takesOther) {
            other.request().fill(request);
            request = other.request();
            format = format(other.origin());
        } else {
            request.fill(other.request());
        }
    }

    /** Adds a form, if there are no parameters yet. */
    boolean take(Piece.Form form) {
        if (hasParameters()) {
            return false;
        }
        String type = request.contentType();
        boolean isPlain = type == null || type.contains("urlencoded");
        BodyText.read(isPlain ? BodyText.onOneLine(form.form(), request) : form.form(), type, request);
        isForm = true;
        return true;
    }

    boolean take(Piece.Parameters parameters) {
        if (parameters.written() == Piece.Written.DESCRIBED) {
            return describe(parameters.parameters());
        }
        if (request.hasParameters()) {
            return false;
        }
        isPrinted = true;
        parameters.parameters().forEach(p -> request.parameter(p.name(), p.value()));
        return true;
    }

    private boolean describe(List<TokenRequest.Parameter> parameters) {
        if (request.hasParameters()) {
            return request.hasGaps() && parameters.stream().allMatch(p -> request.fillGap(p.name(), p.value()));
        }
        described.addAll(parameters);
        return true;
    }

    void take(Piece.Headers headers) {
        boolean isOfResponse = headers.headers().stream()
                .anyMatch(h -> h.name().matches("(?i)server|date|www-authenticate|set-cookie|x-request-id"));
        if (isOfResponse) {
            ResponseCollector into = response == null ? new ResponseCollector() : response;
            headers.headers().forEach(h -> ResponseHeaders.read(h, into));
            response = into;
        } else if (!request.hasHeaderLines()) {
            headers.headers().forEach(h -> request.header(h.name(), h.value()));
        } else if (!isHard && headers.headers().size() == 1 && response == null) {
            headers.headers().forEach(h -> request.header(h.name(), h.value()));
        }
    }

    boolean take(Piece.Endpoint endpoint) {
        if (endpoint.method() != null && !request.hasMethod()) {
            request.method(endpoint.method());
        }
        String url = endpoint.url();
        if (url == null || request.hasEndpoint()) {
            return url == null;
        }
        boolean isOther = request.path() != null
                && !url.endsWith(String.valueOf(request.path()).split("\\?", 2)[0]);
        if (isOther) {
            return false;
        }
        if (endpoint.isStated() || request.path() != null) {
            RequestCollector one = new RequestCollector();
            UrlText.read(url, one);
            request.fill(one);
        } else if (mentioned == null) {
            mentioned = url;
        }
        return true;
    }

    boolean take(Piece.Jwt jwt) {
        if (request.hasAssertion() || (hasParameters() && !request.hasGaps() && isHard)) {
            return false;
        }
        request.assertion(jwt.compact());
        isFoundWithin = true;
        return true;
    }

    boolean take(Piece.Decoded decoded) {
        boolean isNew = (decoded.header() == null || header == null) && (decoded.claims() == null || claims == null);
        if (isNew) {
            header = decoded.header() == null ? header : decoded.header();
            claims = decoded.claims() == null ? claims : decoded.claims();
            source = decoded.source();
        }
        return isNew;
    }

    void respond(ResponseCollector other) {
        if (response == null) {
            response = other;
        } else if (response.agreesWith(other)) {
            if (response.isMention() && !other.isMention()) {
                other.fill(response);
                response = other;
            } else {
                response.fill(other);
            }
        }
    }

    /** Returns whether the response is a refusal. */
    boolean isRefused() {
        return response != null && !response.isEmpty() && response.isRefusal();
    }

    InputFormat format() {
        return format;
    }

    /** Completes the exchange, once, and sets its format. */
    InputFormat finish() {
        if (!isFinished) {
            isFinished = true;
            format = finished();
        }
        return format;
    }

    private InputFormat finished() {
        boolean isConfiguration = !isHard
                && !described.isEmpty()
                && ParameterNames.isConfiguration(described)
                && !request.hasMethod()
                && !request.hasEndpoint();
        if (isConfiguration) {
            configure();
        } else {
            boolean isPartial = !isHard && !described.isEmpty() && ParameterNames.isConfiguration(described);
            described.removeIf(p -> request.fillGap(p.name(), p.value()));
            // A text may contain the same value several times.
            described.stream().distinct().forEach(p -> request.parameter(p.name(), p.value()));
            if (isPartial) {
                ParameterNames.REQUIRED.stream()
                        .filter(name ->
                                described.stream().noneMatch(p -> p.name().equals(name)))
                        .forEach(name -> request.leftOut(Field.parameter(name)));
            }
        }
        if (!request.hasEndpoint()
                && mentioned != null
                && (request.path() == null || mentioned.endsWith(request.path()))) {
            UrlText.read(mentioned, request);
        }
        if (!request.hasAssertion() && claims != null) {
            DecodedJwt.read(header, claims, source, request);
            leaveOutSigned();
        }
        if (isHard || format != InputFormat.UNREADABLE) {
            return format;
        }
        return isConfiguration ? InputFormat.CONFIGURATION : loose();
    }

    /** A request that is shown with its JWT decoded next to it was sent with the JWT, though it does not show it. */
    private void leaveOutSigned() {
        boolean isWhole = switch (format) {
            case CURL, COMMAND, HAR, EXPORT -> true;
            default -> false;
        };
        List<TokenRequest.Parameter> sent = request.parameters();
        if (isWhole || sent.isEmpty() || sent.stream().anyMatch(p -> Names.ASSERTIONS.contains(p.name()))) {
            return;
        }
        boolean isGrant = sent.stream()
                .anyMatch(p -> p.name().equals("grant_type") && p.value().endsWith(":jwt-bearer"));
        boolean isApple = claims != null && String.valueOf(claims.textOf("aud")).contains("appleid.apple.com");
        request.leftOut(Field.parameter(isGrant ? "assertion" : isApple ? "client_secret" : "client_assertion"));
    }

    private void configure() {
        for (TokenRequest.Parameter parameter : described) {
            boolean isSecret = Names.ASSERTIONS.contains(parameter.name());
            if (isSecret && parameter.value().contains("PRIVATE KEY-----")) {
                request.note("The setting " + parameter.name()
                        + " contains a private key; it must contain a JWT signed with "
                        + "that key. If anyone else has seen the key, revoke it.");
            }
            if (!isSecret) {
                settings.putIfAbsent(parameter.name(), parameter.value());
            } else if (Placeholder.in(parameter.value()) != null) {
                request.inspect(Field.parameter(parameter.name()), parameter.value());
            } else if (!request.hasAssertion()) {
                request.assertion(parameter.value());
            }
        }
        request.note("This is a configuration, not a request: only the secret is known.");
    }

    private InputFormat loose() {
        if (isForm) {
            return request.hasEndpoint() || request.hasHeaderLines() ? InputFormat.HTTP_REQUEST : InputFormat.FORM_BODY;
        }
        if (isPrinted) {
            request.note(PRINTED);
            return InputFormat.JSON_BODY;
        }
        if (request.hasParameters()) {
            request.note(DESCRIBED);
            return InputFormat.DESCRIPTION;
        }
        if (request.hasAssertion()) {
            if (request.hasEndpoint() && request.hasMethod()) {
                request.note(DESCRIBED);
            }
            if (isFoundWithin) {
                request.note("The JWT was found in the middle of other text; the request around it could not be read.");
            }
            return InputFormat.JWT;
        }
        if (request.hasEndpoint() && request.hasMethod()) {
            return InputFormat.HTTP_REQUEST;
        }
        return settings.keySet().stream().anyMatch(IDENTITIES::contains)
                ? InputFormat.CONFIGURATION
                : response != null ? InputFormat.RESPONSE : InputFormat.UNREADABLE;
    }
}
