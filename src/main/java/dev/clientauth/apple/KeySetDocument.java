// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.clientauth.http.ProviderCalls;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the RSA signing keys of the JWK Set that Apple publishes (RFC 7517 section 5). Other keys are skipped; a set without
 * a usable key is treated as an outage, so that the last valid one is still used.
 */
final class KeySetDocument implements JWKSetSource<SecurityContext> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MIN_BITS = 2048;

    private final URI address;
    private final ProviderCalls calls;
    private volatile boolean failing;

    KeySetDocument(URI address, HttpTransport http, Clock clock) {
        this.address = address;
        this.calls = new ProviderCalls(http, clock, 1);
    }

    URI address() {
        return address;
    }

    /** Returns whether the last fetch failed. */
    boolean isFailing() {
        return failing;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        List<JWK> keys;
        try {
            keys = read(calls.get(address, TIMEOUT));
        } catch (TokenTransportException e) {
            failing = true;
            throw new JWKSetUnavailableException(e.getMessage(), e);
        }
        if (keys.isEmpty()) {
            failing = true;
            throw new JWKSetUnavailableException("The response from " + address + " is not a JWK Set with an RSA"
                    + " signing key of "
                    + MIN_BITS + " bits or more.");
        }
        failing = false;
        return new JWKSet(keys);
    }

    static List<JWK> read(byte[] body) {
        List<JWK> keys = new ArrayList<>();
        Object listed = AppleJson.object(body).map(set -> set.get("keys")).orElse(List.of());
        if (listed instanceof List<?> entries) {
            entries.forEach(entry -> key(entry).ifPresent(keys::add));
        }
        return keys;
    }

    private static Optional<RSAKey> key(Object entry) {
        if (!(entry instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        members.forEach((name, value) -> json.put(String.valueOf(name), value));
        try {
            return JWK.parse(json) instanceof RSAKey rsa && isUsable(rsa)
                    ? Optional.of(rsa.toPublicJWK())
                    : Optional.empty();
        } catch (ParseException e) {
            // An unknown kind of key: tokens signed with it cannot be verified.
            return Optional.empty();
        }
    }

    private static boolean isUsable(RSAKey key) {
        return key.getKeyID() != null
                && key.size() >= MIN_BITS
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY))
                && (key.getAlgorithm() == null || JWSAlgorithm.RS256.equals(key.getAlgorithm()))
                && isStrong(key);
    }

    private static boolean isStrong(RSAKey key) {
        try {
            PublicKeySet unused = PublicKeySet.parse(new JWKSet(key.toPublicJWK()).toString());
            return true;
        } catch (KeyFormatException e) {
            // Anyone could sign with it, so it is skipped like a key of an unknown kind.
            return false;
        }
    }

    @Override
    public void close() {}
}
