// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Recognition.ProductMark;
import dev.clientauth.profile.Recognition.ProviderHint;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.text.EndpointUrls;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The characteristics by which providers are recognized. Unknown texts are empty.
 *
 * @param endpoint the URL of the request, without its query
 * @param audiences the {@code aud} claim
 * @param clientIds the possible client ids: {@code sub}, {@code client_id}, {@code iss}
 * @param scope the {@code scope} parameter
 * @param claims the names of the claims
 * @param header the JOSE header
 * @param parameters the form parameters, the first one of each name
 * @param leftOut the form parameters whose value was left out of the text, such as {@code $TOKEN}
 * @param authorization the scheme of the {@code Authorization} header, in lower case
 */
public record RequestTraits(
        String endpoint,
        List<String> audiences,
        List<String> clientIds,
        String scope,
        Map<String, @Nullable Object> claims,
        Map<String, @Nullable Object> header,
        Map<String, String> parameters,
        Set<String> leftOut,
        String authorization) {

    public static RequestTraits of(TokenRequest attempt) {
        Map<String, @Nullable Object> claims =
                attempt.assertion().flatMap(DecodedAssertion::claims).orElse(Map.of());
        Map<String, @Nullable Object> header =
                attempt.assertion().flatMap(DecodedAssertion::header).orElse(Map.of());
        return new RequestTraits(
                attempt.endpoint()
                        .map(EndpointUrls::withoutQuery)
                        .map(URI::toString)
                        .orElse(""),
                texts(claims.get("aud")),
                List.of(text(claims, "sub"), attempt.parameter("client_id").orElse(""), text(claims, "iss")),
                attempt.parameter("scope").orElse(""),
                claims,
                header,
                parameters(attempt),
                leftOut(attempt),
                attempt.headers()
                        .map(headers -> headers.getOrDefault("authorization", ""))
                        .map(value -> value.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT))
                        .orElse(""));
    }

    /** Returns a hint at the provider of a request with such traits. */
    public static ProviderHint hint(int weight, String reason, Predicate<RequestTraits> matches) {
        return new ProviderHint(weight, reason, request -> matches.test(of(request)));
    }

    /** Returns the mark of a product in a request with such traits. */
    public static ProductMark mark(String statement, Set<String> homes, Predicate<RequestTraits> matches) {
        return new ProductMark(statement, homes, request -> matches.test(of(request)));
    }

    /** Returns the host of the endpoint, or of the audience if there is no endpoint; in lower case. */
    public String host() {
        return place().map(URI::getHost)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** Returns the path of the endpoint, or of the audience if there is no endpoint. */
    public String path() {
        return place().map(URI::getRawPath).orElse("");
    }

    /** Returns the endpoint, or the audience if there is no endpoint and it is a URL. */
    public Optional<URI> place() {
        String text = endpoint.isEmpty() && !audiences.isEmpty() ? audiences.get(0) : endpoint;
        try {
            URI uri = URI.create(text);
            return uri.getHost() == null || uri.getScheme() == null ? Optional.empty() : Optional.of(uri);
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    public boolean clientIdBegins(String prefix) {
        return clientIds.stream().anyMatch(id -> id.startsWith(prefix));
    }

    /** Returns whether a parameter with this name was sent. */
    public boolean has(String parameter) {
        return parameters.containsKey(parameter);
    }

    /** Returns the value of a form parameter. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Returns whether there is a JWT whose header or payload could be read. */
    public boolean hasJwt() {
        return !header.isEmpty() || !claims.isEmpty();
    }

    public String claim(String name) {
        return text(claims, name);
    }

    /** Returns a header member that is a string. */
    public String header(String name) {
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

    private static Map<String, String> parameters(TokenRequest attempt) {
        Map<String, String> byName = new LinkedHashMap<>();
        attempt.parameters().orElse(List.of()).forEach(p -> byName.putIfAbsent(p.name(), p.value()));
        return byName;
    }

    private static Set<String> leftOut(TokenRequest attempt) {
        return attempt.parameters().orElse(List.of()).stream()
                .map(TokenRequest.Parameter::name)
                .filter(name -> attempt.isLeftOut(Field.parameter(name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Hides the values, which may be secret. */
    @Override
    public String toString() {
        return "RequestTraits of " + parameters.keySet().size() + " parameters and " + claims.size() + " claims";
    }
}
