package dev.clientauth.mock.api;

import dev.clientauth.profile.Attempt;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an API wants to know of a request before it looks at the resource. */
public final class ApiRequest {
    private static final String SCHEME = "bearer ";
    private static final int MOST_PREFERENCES = 50;

    private final Attempt attempt;

    public ApiRequest(Attempt attempt) {
        this.attempt = attempt;
    }

    public String method() {
        return attempt.method().orElse("");
    }

    /** The path of the URL, still encoded. */
    public String path() {
        return attempt.endpoint().map(uri -> uri.getRawPath()).orElse("");
    }

    /** Scheme, host and port that the client knows us by, for links that lead back. */
    String origin() {
        return attempt.endpoint()
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority())
                .orElse("");
    }

    /** The whole URL. */
    String url() {
        return attempt.endpoint().map(String::valueOf).orElse("");
    }

    /** A header by its lower-case name; none for one without content. */
    Optional<String> header(String name) {
        return attempt.headers().map(all -> all.getOrDefault(name, "")).filter(value -> !value.isBlank());
    }

    /** The token in the {@code Authorization} header (RFC 6750 section 2.1), the only place where one is looked for. */
    public Optional<String> bearerToken() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(token -> !token.isEmpty());
    }

    /** What the client would take; everything, where it does not say. */
    AcceptedTypes accept() {
        return AcceptedTypes.of(header("accept").orElse("*/*"));
    }

    /** A parameter of the query, or of a form. */
    Optional<String> parameter(String name) {
        return attempt.parameter(name);
    }

    /** All parameters of the query, and of a form. */
    List<Attempt.Parameter> parameters() {
        return attempt.parameters().orElse(List.of());
    }

    /** Whether the {@code Prefer} header has this preference (RFC 7240). */
    boolean prefers(String preference) {
        return header("prefer").stream()
                .flatMap(value -> Stream.of(value.split("[,;]", MOST_PREFERENCES)))
                .anyMatch(one -> one.strip().equalsIgnoreCase(preference));
    }

    /** Names only, as of the attempt. */
    @Override
    public String toString() {
        return attempt.toString();
    }
}
