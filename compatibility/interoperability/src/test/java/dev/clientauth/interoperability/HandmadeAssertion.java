// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A conforming assertion that is not made by the library, so that one fault can be added. */
final class HandmadeAssertion {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Object> header = new LinkedHashMap<>();
    final Map<String, Object> claims = new LinkedHashMap<>();
    SigningKey key;
    final Instant now = Instant.now();

    HandmadeAssertion(String clientId, String audience, SigningKey key) {
        this.key = key;
        header.put("alg", JWSAlgorithm.ES256.getName());
        header.put("typ", "JWT");
        header.put("kid", key.thumbprint());
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("aud", audience);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plusSeconds(60).getEpochSecond());
    }

    /** Sets a claim to a number of seconds after now. */
    void claimAt(String name, long secondsFromNow) {
        claims.put(name, now.plusSeconds(secondsFromNow).getEpochSecond());
    }

    /** Signs it with ES256, whatever its header says. */
    String signed() {
        return signed(key.sign(JWSAlgorithm.ES256, input().getBytes(US_ASCII)));
    }

    /** Attaches a signature. */
    String signed(byte[] signature) {
        return input() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private String input() {
        return part(header) + "." + part(claims);
    }

    private static String part(Map<String, Object> members) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
