// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;

/**
 * A person's authorization of a client.
 *
 * @param clientId the client
 * @param redirectUri the redirect URI of the code; null for a native app
 * @param subject the subject by which the client knows the person
 * @param claims the claims of every identity token
 * @param firstClaims further claims of the identity token of the code exchange
 */
public record Authorization(
        String clientId,
        @Nullable URI redirectUri,
        String subject,
        Map<String, Object> claims,
        Map<String, Object> firstClaims) {

    /** Returns whether it is the authorization of this client by this person. */
    public boolean isOf(String client, String person) {
        return clientId.equals(client) && subject.equals(person);
    }

    /** Returns the approximate number of characters. */
    long size() {
        return (long) clientId.length()
                + subject.length()
                + claims.toString().length()
                + firstClaims.toString().length();
    }

    /** Returns the client only. */
    @Override
    public String toString() {
        return "Authorization[" + clientId + "]";
    }
}
