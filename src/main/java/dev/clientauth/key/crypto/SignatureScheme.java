// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;

/** A JWS algorithm (RFC 7518 sections 3.3 to 3.5, RFC 8037) as the JDK names it. */
final class SignatureScheme {

    private static final Map<JWSAlgorithm, SignatureScheme> ALL = Map.of(
            JWSAlgorithm.EdDSA, new SignatureScheme(Ed25519.NAME, null),
            JWSAlgorithm.ES256, new SignatureScheme("SHA256withECDSA", null),
            JWSAlgorithm.ES384, new SignatureScheme("SHA384withECDSA", null),
            JWSAlgorithm.ES512, new SignatureScheme("SHA512withECDSA", null),
            JWSAlgorithm.RS256, new SignatureScheme("SHA256withRSA", null),
            JWSAlgorithm.RS384, new SignatureScheme("SHA384withRSA", null),
            JWSAlgorithm.RS512, new SignatureScheme("SHA512withRSA", null),
            JWSAlgorithm.PS256, pss("SHA-256", MGF1ParameterSpec.SHA256, 32),
            JWSAlgorithm.PS384, pss("SHA-384", MGF1ParameterSpec.SHA384, 48),
            JWSAlgorithm.PS512, pss("SHA-512", MGF1ParameterSpec.SHA512, 64));

    private final String jcaName;
    private final @Nullable PSSParameterSpec parameters;

    private SignatureScheme(String jcaName, @Nullable PSSParameterSpec parameters) {
        this.jcaName = jcaName;
        this.parameters = parameters;
    }

    private static SignatureScheme pss(String hash, MGF1ParameterSpec mask, int saltLength) {
        return new SignatureScheme("RSASSA-PSS", new PSSParameterSpec(hash, "MGF1", mask, saltLength, 1));
    }

    static SignatureScheme of(JWSAlgorithm algorithm) {
        SignatureScheme scheme = ALL.get(algorithm);
        if (scheme == null) {
            throw new IllegalArgumentException(algorithm + " is not an algorithm of a signing key; use ES256 to ES512,"
                    + " RS256 to RS512, PS256 to PS512 or EdDSA.");
        }
        return scheme;
    }

    /** Signs with this provider, or with the first that supports the key; an ECDSA signature is DER. */
    byte[] sign(PrivateKey key, byte[] input, @Nullable Provider provider) throws GeneralSecurityException {
        Signature signature = initialized(key, provider);
        signature.update(input);
        return signature.sign();
    }

    private Signature initialized(PrivateKey key, @Nullable Provider provider) throws GeneralSecurityException {
        Signature signature =
                provider == null ? Signature.getInstance(jcaName) : Signature.getInstance(jcaName, provider);
        // The key goes first: it decides the provider, and the parameters can be set only after that.
        signature.initSign(key);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }
}
