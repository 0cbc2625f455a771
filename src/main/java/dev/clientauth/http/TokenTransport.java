// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.TransportFault;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends requests over an {@link HttpTransport}, each at most once. It has no state, so it can be shared.
 *
 * <p>Every exception of the layers below becomes a {@link TokenTransportException} with a message of this library: their own
 * messages may quote the response, which may echo the credentials.
 */
public final class TokenTransport {
    static final String ACCEPT = "application/json";
    private static final String USER_AGENT = "clientauth";

    /** More than any token endpoint sends. */
    private static final int MAX_BYTES = 1 << 20;

    private final HttpTransport http;
    private final Duration deadline;

    /** Creates a transport over this one, whose timeout is read once: an application's method may hang or throw. */
    public TokenTransport(HttpTransport http) {
        this.http = http;
        this.deadline = Objects.requireNonNull(http.callTimeout(), "The transport's callTimeout() is null.");
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
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", USER_AGENT);
        headers.put("Content-Type", FormEncoder.CONTENT_TYPE);
        headers.putAll(attempt.headers().orElseThrow());
        HttpTransport.Request request = HttpTransport.Request.post(
                endpoint, headers, FormEncoder.encode(attempt.parameters().orElseThrow()), MAX_BYTES, rest(timeout));
        try {
            return send(request, clock, cancellation);
        } catch (HttpFailure e) {
            throw failed(endpoint, e, request.isSent());
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
        Map<String, String> headers = Map.of("User-Agent", USER_AGENT, "Accept", ACCEPT);
        try {
            return send(HttpTransport.Request.get(document, headers, MAX_BYTES, rest(timeout)), clock, cancellation);
        } catch (HttpFailure e) {
            throw unusable(document, e)
                    .orElseGet(() -> new TokenTransportException(
                            "No response from " + document + ": " + e.getMessage() + ".", true, e.getCause()));
        }
    }

    /** The deadline may have passed since it was looked at; then the request fails at once. */
    private static Duration rest(Duration timeout) {
        return timeout.isNegative() ? Duration.ZERO : timeout;
    }

    private HttpResponse send(HttpTransport.Request request, Clock clock, Cancellation cancellation)
            throws HttpFailure {
        cancellation.track(request);
        Instant sent = clock.instant();
        HttpTransport.Response response;
        try {
            response = Objects.requireNonNull(http.send(request), "The transport returned null.");
        } catch (Throwable e) {
            // The transport may be the application's, or call parts of it, and throw anything.
            throw HttpFailure.of(e);
        }
        if (response.body().length > request.maxBytes()) {
            throw HttpFailure.of(TransportFault.TOO_LARGE, response.status());
        }
        return new HttpResponse(response, sent, clock.instant());
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
