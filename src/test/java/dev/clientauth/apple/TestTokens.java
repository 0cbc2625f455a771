// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.json.Json;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Creates valid and invalid tokens with the JDK alone. */
final class TestTokens {
    static final RSAKey KEY = key("fh6Bs8C");
    static final RSAKey OTHER = key("T8tIJ1zSrO");

    private TestTokens() {}

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, Object> header(RSAKey key) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("kid", key.getKeyID());
        header.put("alg", "RS256");
        return header;
    }

    /** The claims in Apple's documentation, with realistic values. */
    static Map<String, Object> claims(Clock clock) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "https://appleid.apple.com");
        claims.put("aud", "com.example.web");
        claims.put("exp", now + 600);
        claims.put("iat", now);
        claims.put("sub", "001703.2a52ec72cb874a93986522fa35742bd4.1219");
        claims.put("nonce", "2878cd1ac1fa121f75250f453edaac47365f5144f2e605e8b526a29cb62c83da");
        claims.put("nonce_supported", true);
        claims.put("email", "abcdefgh12@privaterelay.appleid.com");
        claims.put("email_verified", "true");
        claims.put("is_private_email", "true");
        claims.put("auth_time", now - 5);
        return claims;
    }

    static String token(RSAKey key, Map<String, Object> claims) {
        return token(key, header(key), claims);
    }

    static String token(RSAKey key, Map<String, Object> header, Map<String, Object> claims) {
        return token(key, Json.write(header), Json.write(claims));
    }

    static String token(RSAKey key, String header, String claims) {
        String input = part(header) + "." + part(claims);
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(key.toRSAPrivateKey());
            rsa.update(input.getBytes(UTF_8));
            return input + "." + part(rsa.sign());
        } catch (GeneralSecurityException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String json(Object value) {
        return Json.write(value);
    }

    static String part(String text) {
        return part(text.getBytes(UTF_8));
    }

    static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
