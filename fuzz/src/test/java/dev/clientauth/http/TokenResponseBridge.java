// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.OAuthError;
import dev.clientauth.transport.HttpTransport;

import java.time.Duration;
import java.time.Instant;

/** Lets the fuzz targets read token responses without a token endpoint. */
public final class TokenResponseBridge {
    private static final Instant SENT = Instant.parse("2026-11-27T00:00:00Z");

    private TokenResponseBridge() {}

    /** Returns all that is displayed of a response. */
    public static String read(TokenRequest request, HttpTransport.Response response) {
        TokenResponseReader reader =
                new TokenResponseReader(request, new HttpResponse(response, SENT, SENT.plusMillis(5)));
        OAuthError error = reader.error();
        if (error != null) {
            return error + " " + error.code() + error.description() + error.uri();
        }
        var tokens = reader.tokens(Duration.ofMillis(5));
        return tokens + " " + tokens.accessToken()
                + tokens.accessToken().scope().orElse("")
                + tokens.members().keySet();
    }
}
