// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.apple.IdentityRejectedException.Check;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Verifies that Apple signed a compact JWS (RFC 7515 section 5.2): only RS256 and only keys of Apple's JWK Set,
 * whatever the header contains. The payload is not read before the signature has been verified.
 */
final class AppleJws {
    /** Ten times what Apple sends. */
    static final int MAX_LENGTH = 16_384;

    private static final String REMEDY_FORGED = "It was not made by Apple; do not sign the user in.";
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");
    /** Header members with which a token supplies its own key, or changes how it is processed. */
    private static final List<String> REFUSED =
            List.of("jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip", "enc");

    private final AppleKeys keys;

    AppleJws(AppleKeys keys) {
        this.keys = keys;
    }

    /**
     * Returns the claims of a token that Apple signed.
     *
     * @throws IdentityRejectedException if Apple did not sign it
     */
    Map<String, Object> claims(String compact) {
        if (compact.length() > MAX_LENGTH) {
            throw new IdentityRejectedException(
                    Check.SIZE,
                    compact.length() + " characters",
                    "at most " + MAX_LENGTH,
                    "Apple's tokens are about 1000 characters long.");
        }
        String[] parts = compact.split("\\.", -1);
        if (parts.length != 3) {
            throw form(parts.length + (parts.length == 1 ? " part" : " parts"), "three parts between two dots");
        }
        for (String part : parts) {
            if (!BASE64URL.matcher(part).matches()) {
                throw form("a part that is empty or not base64url", "base64url without padding in each part");
            }
        }
        Map<String, Object> header = object(parts[0], "header");
        checkHeader(header);
        checkSignature(parts, key(header));
        return object(parts[1], "payload");
    }

    private static void checkHeader(Map<String, Object> header) {
        if (!"RS256".equals(header.get("alg"))) {
            throw new IdentityRejectedException(
                    Check.ALGORITHM, RedactedText.value(header.get("alg")), "\"RS256\"", REMEDY_FORGED);
        }
        for (String member : REFUSED) {
            if (header.containsKey(member)) {
                throw new IdentityRejectedException(
                        Check.HEADER, "the header member " + member, "a header with only kid and alg", REMEDY_FORGED);
            }
        }
    }

    private RSAKey key(Map<String, Object> header) {
        if (!(header.get("kid") instanceof String keyId) || keyId.isEmpty()) {
            throw new IdentityRejectedException(
                    Check.KEY, RedactedText.value(header.get("kid")), "the id of one of Apple's keys", REMEDY_FORGED);
        }
        return keys.find(keyId)
                .orElseThrow(() -> new IdentityRejectedException(
                        Check.KEY,
                        "the key id " + RedactedText.value(keyId),
                        "the id of a key that Apple currently publishes",
                        "The keys have just been fetched again. The token was not made by Apple, or"
                                + " it is very old."));
    }

    private static void checkSignature(String[] parts, RSAKey key) {
        boolean isRight;
        try {
            isRight = new RSASSAVerifier(key)
                    .verify(
                            new JWSHeader(JWSAlgorithm.RS256),
                            (parts[0] + "." + parts[1]).getBytes(US_ASCII),
                            new Base64URL(parts[2]));
        } catch (JOSEException e) {
            throw new IllegalStateException("The JDK could not verify an RS256 signature.", e);
        }
        if (!isRight) {
            throw new IdentityRejectedException(
                    Check.SIGNATURE,
                    "a signature that was not made with Apple's key " + RedactedText.value(key.getKeyID()),
                    "a signature by that key over the token as received",
                    "It was changed or truncated, or it was not made by Apple.");
        }
    }

    private static Map<String, Object> object(String part, String name) {
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw form("a " + name + " that is truncated", "whole base64url");
        }
        return AppleJson.object(json)
                .orElseThrow(() -> form(
                        "a " + name + " that is not a JSON object, too deep, or contains a duplicate member",
                        "a JSON object of limited depth"));
    }

    private static IdentityRejectedException form(String found, String expected) {
        return new IdentityRejectedException(Check.FORM, found, expected, "Pass the token exactly as it was received.");
    }
}
