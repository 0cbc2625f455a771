// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.token.OAuthError;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** The response of an endpoint other than the token endpoint: success with a body, or an OAuth error. */
public final class CallResponse {
    private final HttpResponse http;
    private final @Nullable OAuthError error;

    CallResponse(HttpResponse http, @Nullable OAuthError error) {
        this.http = http;
        this.error = error;
    }

    /** Returns the HTTP status. */
    public int status() {
        return http.status();
    }

    /** Returns the body, which may be empty and may contain secrets. */
    public byte[] body() {
        return http.body();
    }

    /** Returns the error; empty if the call succeeded. */
    public Optional<OAuthError> error() {
        return Optional.ofNullable(error);
    }

    /** Returns the earliest time of a retry, if the provider sent one. */
    public Optional<Instant> retryAt() {
        return HttpTimes.retryAt(http);
    }

    @Override
    public String toString() {
        return "CallResponse[HTTP " + status() + (error == null ? "" : ", " + error.code()) + "]";
    }
}
