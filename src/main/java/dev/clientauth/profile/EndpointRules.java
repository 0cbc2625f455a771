package dev.clientauth.profile;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Rules about the URL that is posted to. A URL on loopback is a stand-in for the provider, and is never wrong. */
public final class EndpointRules {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int HTTPS_PORT = 443;
    private static final String NO_QUERY = "endpoint.no-query";

    private EndpointRules() {}

    /** Whether a URL names this machine. */
    public static boolean isLoopback(URI uri) {
        return uri.getHost() != null && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    }

    /** Whether two URLs are the same but for the case of scheme and host and the port that goes without saying. */
    static boolean isSamePlace(URI one, URI other) {
        return one.getHost() != null
                && one.getScheme() != null
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other)
                && one.getRawUserInfo() == null
                && Objects.equals(one.getRawPath(), other.getRawPath())
                && Objects.equals(one.getRawQuery(), other.getRawQuery());
    }

    private static int port(URI uri) {
        return uri.getPort() == -1 && "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS_PORT : uri.getPort();
    }

    /** This URL and no other; its query, if it has one, is for {@link #onlyQueryOf}. */
    public static Rule endpoint(URI value, Citation source, URI... accepted) {
        Fact<URI> unlessStandIn = c -> {
            Known<URI> endpoint = Facts.endpoint().in(c);
            return endpoint instanceof Known.Value<URI> there && isLoopback(there.value())
                    ? Known.absent("a stand-in on loopback")
                    : endpoint;
        };
        String shown = Shown.withoutTokens(value.toString());
        return Rule.must("endpoint")
                .about(Field.ENDPOINT)
                .states("The request is posted to " + shown + ".")
                .remedy("Post to " + shown + ".")
                .source(source)
                .onlyWith(unlessStandIn)
                .fixed(
                        (value.isOpaque() ? value : Facts.withoutQuery(value)).toString(),
                        List.of(accepted).stream().map(URI::toString).toArray(String[]::new));
    }

    /** The scheme is https, but for loopback. */
    public static Rule https(Citation source) {
        return Rule.must("endpoint.https")
                .about(Field.ENDPOINT)
                .states("The URL is https; only a stand-in on loopback may be http.")
                .remedy("Use https, so that nobody on the way can read the assertion and the token.")
                .source(source)
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.holdsIf(
                                "https".equalsIgnoreCase(uri.getScheme())
                                        || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri)),
                                Shown.endpoint(uri),
                                "https"));
    }

    /** The path ends in {@code /token}. */
    public static Rule tokenPath(Citation source) {
        return Rule.must("endpoint.token-path")
                .about(Field.ENDPOINT)
                .states("The URL's path ends in /token.")
                .remedy("Post to the token endpoint; /authorize is where people sign in.")
                .source(source)
                .answeredWith("invalid_request")
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.holdsIf(
                                uri.getRawPath() != null && uri.getRawPath().endsWith("/token"),
                                Shown.endpoint(uri),
                                "a path that ends in /token"));
    }

    /**
     * The query is the one that the token endpoint has of its own, as RFC 6749 section 3.2 lets it; without one there is
     * none. A stand-in on loopback may do without.
     */
    public static Rule onlyQueryOf(URI tokenEndpoint, Citation source) {
        String own = tokenEndpoint.getRawQuery();
        if (own == null) {
            return noQuery(source);
        }
        return Rule.must(NO_QUERY)
                .about(Field.ENDPOINT)
                .states("The URL has the token endpoint's own query, nothing beside it, and no fragment.")
                .remedy(
                        "Post to the token endpoint as the server's metadata has it, and send every parameter in the body.")
                .source(source)
                .answeredWith("invalid_request")
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.holdsIf(
                                uri.getRawFragment() == null
                                        && (own.equals(uri.getRawQuery())
                                                || (uri.getRawQuery() == null && isLoopback(uri))),
                                Shown.endpoint(uri),
                                "the query " + Shown.quoted(own)));
    }

    /** There is neither a query, not even an empty one, nor a fragment. */
    public static Rule noQuery(Citation source) {
        return Rule.must(NO_QUERY)
                .about(Field.ENDPOINT)
                .states("The URL has no query, not even a trailing question mark, and no fragment.")
                .remedy("Send every parameter in the body, and nothing in the URL.")
                .source(source)
                .answeredWith("invalid_request")
                .check(
                        Facts.rawEndpoint(),
                        uri -> Verdict.holdsIf(
                                uri.getRawQuery() == null && uri.getRawFragment() == null,
                                Shown.endpoint(uri),
                                "no query and no fragment"));
    }
}
