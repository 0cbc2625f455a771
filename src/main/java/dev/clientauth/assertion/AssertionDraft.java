// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import dev.clientauth.profile.DecodedAssertion;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An assertion before it is signed: fixed fields as written by the rules, the others generated.
 *
 * @param header the members of the JOSE header
 * @param claims the claims
 * @param issuedAt the generated {@code iat}
 * @param expiresAt the generated {@code exp}
 */
record AssertionDraft(Map<String, Object> header, Map<String, Object> claims, Instant issuedAt, Instant expiresAt) {

    /** Returns a draft to be sent at this instant. */
    static AssertionDraft at(Instant now, Client client, AssertionTemplate template) {
        Map<String, Object> claims = new LinkedHashMap<>(template.fixedClaims());
        Instant issuedAt = Instant.ofEpochSecond(
                now.minus(client.profile().issuedAtBackdate()).getEpochSecond());
        Instant expiresAt = issuedAt.plus(client.lifetime());
        for (String claim : client.profile().chosenClaims()) {
            claims.put(claim, choose(claim, issuedAt, expiresAt));
        }
        return new AssertionDraft(template.header(), claims, issuedAt, expiresAt);
    }

    private static Object choose(String claim, Instant issuedAt, Instant expiresAt) {
        return switch (claim) {
            case "iat", "nbf" -> issuedAt.getEpochSecond();
            case "exp" -> expiresAt.getEpochSecond();
            case "jti" -> UUID.randomUUID().toString();
            default ->
                throw new IllegalStateException("The profile chooses the claim \"" + claim
                        + "\", but only iat, nbf, exp and jti can be chosen. Use a fixed rule for it.");
        };
    }

    /** Returns the decoded form of the draft. */
    DecodedAssertion content() {
        return DecodedAssertion.unsigned(header, claims);
    }
}
