package dev.clientauth.http;

import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.BoundedResponse;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.TransportFault;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenTransportException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Posts attempts by OkHttp, each at most once, and follows no redirect. Holds connections only, so it can be shared.
 *
 * <p>Whatever is thrown below becomes a {@link TokenTransportException}, whose text is our own: messages of the layers below
 * may quote what the server sent, and it may have sent back the credentials.
 */
public final class TokenTransport {
    static final String ACCEPT = "application/json";
    private static final String USER_AGENT = "clientauth";
    private static final MediaType FORM = MediaType.get(FormEncoder.CONTENT_TYPE);

    /** More than any token endpoint has to say. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final BoundedHttpClient http;
    private final Duration deadline;

    /** A transport over this HTTP client's connections. Without a call timeout of its own it gets one of 30 seconds. */
    public TokenTransport(OkHttpClient http) {
        this.deadline = http.callTimeoutMillis() == 0 ? DEADLINE : Duration.ofMillis(http.callTimeoutMillis());
        this.http = new BoundedHttpClient(http);
    }

    /** The time that a grant may take, repetitions and pauses included. */
    Duration deadline() {
        return deadline;
    }

    /**
     * Posts an attempt.
     *
     * @param most the time it may take
     * @param clock this machine's clock
     * @param cancellation ends it early
     * @throws TokenTransportException if there was no answer
     */
    HttpResponse post(TokenRequest attempt, Duration timeout, Clock clock, Cancellation cancellation) {
        URI endpoint = attempt.endpoint().orElseThrow();
        OneShotBody body =
                new OneShotBody(FORM, FormEncoder.encode(attempt.parameters().orElseThrow()));
        Request.Builder request = new Request.Builder()
                .url(endpoint.toString())
                .header("User-Agent", USER_AGENT)
                .post(body);
        attempt.headers().orElseThrow().forEach(request::header);
        Call call = http.newCall(request.build(), MAX_BYTES, timeout);
        cancellation.track(call, body);
        Instant sent = clock.instant();
        try {
            return toResponse(BoundedHttpClient.execute(call), sent, clock);
        } catch (HttpFailure e) {
            throw failed(endpoint, e, body.isSent());
        }
    }

    /**
     * Fetches a public document.
     *
     * @param most the time it may take
     * @param clock this machine's clock
     * @param cancellation ends it early
     * @throws TokenTransportException if there was no answer
     */
    HttpResponse get(URI document, Duration timeout, Clock clock, Cancellation cancellation) {
        Request request = new Request.Builder()
                .url(document.toString())
                .header("User-Agent", USER_AGENT)
                .header("Accept", ACCEPT)
                .build();
        Call call = http.newCall(request, MAX_BYTES, timeout);
        cancellation.track(call, null);
        Instant sent = clock.instant();
        try {
            return toResponse(BoundedHttpClient.execute(call), sent, clock);
        } catch (HttpFailure e) {
            throw unusable(document, e)
                    .orElseGet(() -> new TokenTransportException(
                            "No response from " + document + ": " + e.getMessage() + ".", true, e.getCause()));
        }
    }

    /** The exception where there was no answer. */
    static TokenTransportException noResponse(URI endpoint, String reason, boolean sent, @Nullable Throwable cause) {
        return new TokenTransportException(
                "No response from " + endpoint + ": " + reason
                        + (sent ? " Whether the request arrived there is not known." : " The request was not sent."),
                sent,
                cause);
    }

    private static TokenTransportException failed(URI endpoint, HttpFailure e, boolean sent) {
        return unusable(endpoint, e).orElseGet(() -> noResponse(endpoint, e.getMessage() + ".", sent, e.getCause()));
    }

    /** The exception where there was an answer that is not read, and would not be if it were asked for again. */
    private static Optional<TokenTransportException> unusable(URI endpoint, HttpFailure e) {
        boolean isTooLarge = e.fault() == TransportFault.TOO_LARGE;
        if (e.status() == 0 || !(isTooLarge || e.fault() == TransportFault.ENCODED)) {
            return Optional.empty();
        }
        return Optional.of(new TokenTransportException(
                "The answer of " + endpoint + " with HTTP " + e.status() + " is "
                        + (isTooLarge
                                ? "longer than " + MAX_BYTES + " bytes and was not read."
                                : "not usable: " + e.getMessage() + "."),
                e.status(),
                null));
    }

    private static HttpResponse toResponse(BoundedResponse response, Instant sent, Clock clock) {
        return new HttpResponse(response.status(), response.headers(), response.body(), sent, clock.instant());
    }
}
