package dev.clientauth.mock.core;

import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.api.ApiRequest;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.mock.token.TokenStorage;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Shown;

import java.net.URLDecoder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Notes calls to the APIs of one provider, without a secret of theirs. Thread-safe. */
public final class ApiCallLog {
    private static final String HIDDEN = "…";
    /** A token or the name of an export, as {@link TokenStorage} makes them, or something like it from elsewhere. */
    private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9_-]{40}");

    /** A shorter token is part of a path by chance. */
    private static final int SHORTEST_TOKEN = 8;

    private final String provider;
    private final AccessTokens tokens;
    private final ServerContext bench;

    public ApiCallLog(String provider, AccessTokens tokens, ServerContext bench) {
        this.provider = provider;
        this.tokens = tokens;
        this.bench = bench;
    }

    /** Notes what became of a call. */
    public ProviderResponse recorded(Attempt attempt, ProviderResponse reply) {
        ApiRequest request = new ApiRequest(attempt);
        bench.inbox()
                .record(new RecordedApiCall(
                        bench.clock().instant(),
                        provider,
                        request.bearerToken()
                                .flatMap(tokens::access)
                                .map(Access::clientId)
                                .map(Rejection::shown),
                        Rejection.shown(request.method()),
                        path(request),
                        reply.status(),
                        reply.refusal().map(Rejection::reason),
                        reply.refusal().map(Rejection::remedy)));
        return reply;
    }

    private static String path(ApiRequest request) {
        String token = request.bearerToken().orElse("");
        return Rejection.cut(Stream.of(request.path().split("/", -1))
                .map(segment -> isSecret(segment, token) ? HIDDEN : Shown.text(segment))
                .collect(Collectors.joining("/")));
    }

    private static boolean isSecret(String segment, String token) {
        String decoded = URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
        return OPAQUE.matcher(decoded).find()
                || (!token.isEmpty() && decoded.equals(token))
                || (token.length() >= SHORTEST_TOKEN && decoded.contains(token));
    }
}
