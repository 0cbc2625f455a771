// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the {@code use}, {@code key_ops} and {@code alg} members of a registered key allow (RFC 7517 sections 4.2 to 4.4): a
 * key that they exclude verifies nothing, as at a server that follows the RFC.
 */
public final class KeyRestrictions {
    private static final int MAX_TEXT = 60;

    private KeyRestrictions() {}

    /**
     * Returns the registration with only those keys that may verify the assertion.
     *
     * @param notes where the reason for each excluded key is added
     */
    public static Registration usable(Registration registration, TokenRequest request, List<String> notes) {
        JWSAlgorithm algorithm = request.assertion()
                .flatMap(DecodedAssertion::header)
                .map(header -> header.get("alg") instanceof String alg ? alg : null)
                .map(JWSAlgorithm::parse)
                .orElse(null);
        if (algorithm == null) {
            return registration;
        }
        List<JWK> usable = new ArrayList<>();
        for (JWK key : registration.keys()) {
            Optional<String> reason = excluded(key, algorithm);
            if (reason.isEmpty()) {
                usable.add(key);
            }
            reason.ifPresent(why -> notes.add("The registered key " + name(key) + " was not used: " + why));
        }
        return usable.size() == registration.keys().size() ? registration : registration.withKeys(usable);
    }

    /** Returns why a key may not verify a signature of this algorithm; empty if it may. */
    static Optional<String> excluded(JWK key, JWSAlgorithm algorithm) {
        if (key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse())) {
            return Optional.of("its \"use\" is " + quoted(key.getKeyUse().getValue())
                    + ", but a key for client authentication needs \"use\": \"sig\", or no \"use\".");
        }
        if (key.getKeyOperations() != null && !key.getKeyOperations().contains(KeyOperation.VERIFY)) {
            return Optional.of("its \"key_ops\" does not contain \"verify\".");
        }
        if (key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(algorithm.getName())) {
            return Optional.of("its \"alg\" is " + quoted(key.getAlgorithm().getName()) + ", but the assertion's is "
                    + quoted(algorithm.getName()) + ".");
        }
        return Optional.empty();
    }

    /** Returns a key's {@code kid}, or its thumbprint (RFC 7638). */
    private static String name(JWK key) {
        try {
            return key.getKeyID() == null ? "with thumbprint " + key.computeThumbprint() : quoted(key.getKeyID());
        } catch (JOSEException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    private static String quoted(String text) {
        return '"' + (text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text) + '"';
    }
}
