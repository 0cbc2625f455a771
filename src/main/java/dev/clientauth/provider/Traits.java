package dev.clientauth.provider;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.DecodedAssertion;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What tells one provider's requests from another's.
 *
 * @param endpoint the URL that is posted to, without its query; empty where nobody told
 * @param audiences the {@code aud} claim
 * @param clientIds whatever may be the client id: {@code sub}, {@code client_id}, {@code iss}
 * @param scope the {@code scope} parameter
 * @param claims the names of the claims
 * @param header the JOSE header
 * @param parameters the names of the form parameters
 */
record Traits(
        String endpoint,
        List<String> audiences,
        List<String> clientIds,
        String scope,
        Map<String, @Nullable Object> claims,
        Map<String, @Nullable Object> header,
        List<String> parameters) {

    static Traits of(Attempt attempt) {
        Map<String, @Nullable Object> claims =
                attempt.assertion().flatMap(DecodedAssertion::claims).orElse(Map.of());
        Map<String, @Nullable Object> header =
                attempt.assertion().flatMap(DecodedAssertion::header).orElse(Map.of());
        return new Traits(
                attempt.endpoint().map(Traits::withoutQuery).orElse(""),
                texts(claims.get("aud")),
                List.of(text(claims, "sub"), attempt.parameter("client_id").orElse(""), text(claims, "iss")),
                attempt.parameter("scope").orElse(""),
                claims,
                header,
                attempt.parameters().orElse(List.of()).stream()
                        .map(Attempt.Parameter::name)
                        .toList());
    }

    /** The host of the endpoint, or of the audience where no endpoint was told; in lower case. */
    String host() {
        return place().map(URI::getHost)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** The path of the endpoint, or of the audience where no endpoint was told. */
    String path() {
        return place().map(URI::getRawPath).orElse("");
    }

    /** The endpoint, or the audience where no endpoint was told, if it is a URL. */
    Optional<URI> place() {
        String text = endpoint.isEmpty() && !audiences.isEmpty() ? audiences.get(0) : endpoint;
        try {
            URI uri = URI.create(text);
            return uri.getHost() == null || uri.getScheme() == null ? Optional.empty() : Optional.of(uri);
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    boolean clientIdBegins(String prefix) {
        return clientIds.stream().anyMatch(id -> id.startsWith(prefix));
    }

    boolean has(String parameter) {
        return parameters.contains(parameter);
    }

    String claim(String name) {
        return text(claims, name);
    }

    String header(String name) {
        return text(header, name);
    }

    private static String text(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof List<?> several) {
            return several.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return value instanceof String text ? List.of(text) : List.of();
    }

    private static String withoutQuery(URI uri) {
        return uri.toString().replaceFirst("[?#].*$", "");
    }
}
