package dev.clientauth.http;

import dev.clientauth.net.BoundedHttpClient;
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
 * Sends requests with OkHttp, each at most once, and follows no redirects. It has no state except its connections, so it can
 * be shared.
 *
 * <p>Every exception of the layers below becomes a {@link TokenTransportException} with a message of this library: their own
 * messages may quote the response, which may echo the credentials.
 */
public final class TokenTransport {
    static final String ACCEPT = "application/json";
    private static final String USER_AGENT = "clientauth";
    private static final MediaType FORM = MediaType.get(FormEncoder.CONTENT_TYPE);

    /** More than any token endpoint sends. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final BoundedHttpClient http;
    private final Duration deadline;

    /**
     * Creates a transport that uses the connections of this HTTP client. If the client has no call timeout, it is 30
     * seconds.
     */
    public TokenTransport(OkHttpClient http) {
        this.deadline = http.callTimeoutMillis() == 0 ? DEADLINE : Duration.ofMillis(http.callTimeoutMillis());
        this.http = new BoundedHttpClient(http);
    }

    /** Returns the maximum time for a grant, including retries and the delays before them. */
    Duration deadline() {
        return deadline;
    }

    /**
     * Sends a token request.
     *
     * @param timeout the maximum time
     * @param clock this machine's clock
     * @param cancellation cancels the call from another thread
     * @throws TokenTransportException if there was no response
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
            return new HttpResponse(BoundedHttpClient.execute(call), sent, clock.instant());
        } catch (HttpFailure e) {
            throw failed(endpoint, e, body.isSent());
        }
    }

    /**
     * Fetches a public document.
     *
     * @param timeout the maximum time
     * @param clock this machine's clock
     * @param cancellation cancels the call from another thread
     * @throws TokenTransportException if there was no response
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
            return new HttpResponse(BoundedHttpClient.execute(call), sent, clock.instant());
        } catch (HttpFailure e) {
            throw unusable(document, e)
                    .orElseGet(() -> new TokenTransportException(
                            "No response from " + document + ": " + e.getMessage() + ".", true, e.getCause()));
        }
    }

    /**
     * Returns the exception for a request without a response.
     *
     * @param from the URL, or who should have responded
     */
    static TokenTransportException noResponse(Object from, String reason, boolean sent, @Nullable Throwable cause) {
        return new TokenTransportException(
                "No response from " + from + ": " + reason
                        + (sent ? " It is not known whether the request arrived." : " The request was not sent."),
                sent,
                cause);
    }

    private static TokenTransportException failed(URI endpoint, HttpFailure e, boolean sent) {
        return unusable(endpoint, e).orElseGet(() -> noResponse(endpoint, e.getMessage() + ".", sent, e.getCause()));
    }

    /** Returns the exception for a response that is not read, if a retry would not help. */
    private static Optional<TokenTransportException> unusable(URI endpoint, HttpFailure e) {
        boolean isTooLarge = e.fault() == TransportFault.TOO_LARGE;
        if (e.status() == 0 || !(isTooLarge || e.fault() == TransportFault.ENCODED)) {
            return Optional.empty();
        }
        return Optional.of(new TokenTransportException(
                "The response from " + endpoint + " with HTTP " + e.status() + " is "
                        + (isTooLarge
                                ? "longer than " + MAX_BYTES + " bytes and was not read."
                                : "not usable: " + e.getMessage() + "."),
                e.status(),
                null));
    }
}
