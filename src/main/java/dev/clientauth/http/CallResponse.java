package dev.clientauth.http;

import dev.clientauth.token.OAuthError;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** What an endpoint other than the token endpoint answered: success with a body, or an OAuth error. */
public final class CallResponse {
    private final HttpResponse http;
    private final @Nullable OAuthError error;

    CallResponse(HttpResponse http, @Nullable OAuthError error) {
        this.http = http;
        this.error = error;
    }

    /** The HTTP status. */
    public int status() {
        return http.status();
    }

    /** The body, perhaps empty: it may hold secrets. */
    public byte[] body() {
        return http.body();
    }

    /** The error; empty where the answer is a success. */
    public Optional<OAuthError> error() {
        return Optional.ofNullable(error);
    }

    /** When to ask again at the earliest, where the provider said. */
    public Optional<Instant> retryAt() {
        return HttpTimes.retryAt(http);
    }

    @Override
    public String toString() {
        return "ProviderAnswer[HTTP " + status() + (error == null ? "" : ", " + error.code()) + "]";
    }
}
