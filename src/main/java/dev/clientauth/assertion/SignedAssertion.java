// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.DecodedAssertion;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A signed assertion with its decoded form, so that a request with it can be checked without decoding it again.
 *
 * @param value the JWT in compact form: a secret
 * @param algorithm the {@code alg} of its header
 * @param keyId the {@code kid} of its header
 * @param jwtId its {@code jti}
 * @param issuedAt its {@code iat}
 * @param expiresAt its {@code exp}
 * @param content its header and claims, without the signature
 * @param clockOffset how far it was issued ahead of this machine's clock
 * @param client the client that it was created for, with the key that signed it
 */
public record SignedAssertion(
        String value,
        JWSAlgorithm algorithm,
        @Nullable String keyId,
        @Nullable String jwtId,
        Instant issuedAt,
        Instant expiresAt,
        DecodedAssertion content,
        Duration clockOffset,
        Client client) {

    /** Returns everything but the JWT. */
    @Override
    public String toString() {
        return "SignedAssertion[" + algorithm.getName() + ", kid=" + keyId + ", expires " + expiresAt + "]";
    }
}
