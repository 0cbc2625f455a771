package dev.clientauth;

import dev.clientauth.http.TokenTransport;
import okhttp3.OkHttpClient;

import java.time.Duration;

/**
 * The HTTP client of all authenticators that were not given one. Only the call timeout is set, whatever takes the time. All
 * calls run on threads of this library, none on OkHttp's dispatcher.
 */
final class SharedHttpClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    static final TokenTransport TRANSPORT = new TokenTransport(new OkHttpClient.Builder()
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .callTimeout(CALL_TIMEOUT)
            .build());

    private SharedHttpClient() {}
}
