// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.apple.AccountEventVerifier;
import dev.clientauth.apple.AppleEndpoints;
import dev.clientauth.apple.AppleKeys;
import dev.clientauth.apple.IdentityTokenVerifier;
import dev.clientauth.apple.IdentityTokenVerifier.Expectation;
import dev.clientauth.transport.HttpTransport;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Apple with one key, which is made for each run, and verifiers that trust it. No request leaves the process. */
final class AppleFixture {
    static final String KEY_ID = "fuzz";

    /** Apple's nonce of the sign-in is the secret, which no message repeats. */
    static final Expectation EXPECTATION = Expectation.nonce(Probe.SECRET);

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-27T00:00:00Z"), ZoneOffset.UTC);
    private static final Set<String> AUDIENCES = Set.of("com.example.app");
    private static final RSAKey KEY = newKey();
    private static final JWSSigner SIGNER = newSigner();

    static final IdentityTokenVerifier IDENTITY =
            IdentityTokenVerifier.of(keys(), AUDIENCES).withClock(CLOCK);
    static final AccountEventVerifier EVENTS =
            AccountEventVerifier.of(keys(), AUDIENCES).withClock(CLOCK);

    private AppleFixture() {}

    /** Returns a JWS that Apple signed. */
    static String signed(byte[] payload) throws JOSEException {
        JWSObject jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY_ID).build(), new Payload(payload));
        jws.sign(SIGNER);
        return jws.serialize();
    }

    private static AppleKeys keys() {
        byte[] set = new JWKSet(KEY.toPublicJWK()).toString().getBytes(UTF_8);
        HttpTransport http = request -> new HttpTransport.Response(200, Map.of(), set);
        return AppleKeys.at(AppleEndpoints.apple(), http, CLOCK);
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every JDK has RSA.", e);
        }
    }

    private static JWSSigner newSigner() {
        try {
            return new RSASSASigner(KEY);
        } catch (JOSEException e) {
            throw new IllegalStateException("Every JDK has RSA.", e);
        }
    }
}
