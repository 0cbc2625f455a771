package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Shown;

import java.net.URLDecoder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Notes calls to the APIs of one provider, without a secret of theirs. Thread-safe. */
final class CallLog {
    private static final int LONGEST = 160;
    private static final String HIDDEN = "…";
    /** A token or the name of an export, as {@link Ledger} makes them, or something like it from elsewhere. */
    private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9_-]{40}");

    /** A shorter token is part of a path by chance. */
    private static final int SHORTEST_TOKEN = 8;

    private final String provider;
    private final AccessTokens tokens;
    private final Workbench bench;

    CallLog(String provider, AccessTokens tokens, Workbench bench) {
        this.provider = provider;
        this.tokens = tokens;
        this.bench = bench;
    }

    /** Notes what became of a call. */
    Reply recorded(Attempt attempt, Reply reply) {
        RequestHead request = new RequestHead(attempt);
        bench.inbox()
                .record(new ReceivedCall(
                        bench.clock().instant(),
                        provider,
                        request.bearerToken()
                                .flatMap(tokens::access)
                                .map(Access::clientId)
                                .map(CallLog::shown),
                        shown(request.method()),
                        path(request),
                        reply.status(),
                        reply.refusal().map(Refusal::reason),
                        reply.refusal().map(Refusal::remedy)));
        return reply;
    }

    private static String path(RequestHead request) {
        String token = request.bearerToken().orElse("");
        return cut(Stream.of(request.path().split("/", -1))
                .map(segment -> isSecret(segment, token) ? HIDDEN : Shown.text(segment))
                .collect(Collectors.joining("/")));
    }

    private static boolean isSecret(String segment, String token) {
        String decoded = URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
        return OPAQUE.matcher(decoded).find()
                || (!token.isEmpty() && decoded.equals(token))
                || (token.length() >= SHORTEST_TOKEN && decoded.contains(token));
    }

    /** What a client wrote, fit to be kept. */
    static String shown(String text) {
        return cut(Shown.text(text));
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) > LONGEST
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + HIDDEN
                : text;
    }
}
