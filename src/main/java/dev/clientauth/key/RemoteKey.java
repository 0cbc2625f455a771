// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.crypto.EcCurve;
import dev.clientauth.key.crypto.EcdsaSignature;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.key.crypto.Signer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Signs through a {@link RemoteSigner} and verifies each signature with the public key before it is used. */
final class RemoteKey implements Signer {

    /** The text of the self-test. It has no dot, so that it is not the signing input of any JWS. */
    private static final byte[] TEST = "clientauth self-test".getBytes(US_ASCII);

    private final RemoteSigner remote;
    private final PublicHalf publicHalf;

    RemoteKey(RemoteSigner remote, PublicHalf publicHalf) {
        this.remote = remote;
        this.publicHalf = publicHalf;
    }

    /**
     * Signs a fixed text with the first algorithm of the key.
     *
     * @throws IllegalStateException as {@link SigningKey#sign}
     * @throws UncheckedIOException as {@link SigningKey#sign}
     */
    static SigningKey tested(SigningKey key) {
        JWSAlgorithm algorithm = key.algorithms().get(0);
        try {
            key.sign(algorithm, TEST);
            return key;
        } catch (IllegalStateException e) {
            if (key.algorithms().size() == 1) {
                throw e;
            }
            throw new IllegalStateException(
                    e.getMessage() + " The public JWK has no alg, so " + algorithm
                            + " was tested. If the service allows only another algorithm for this key, set alg in the JWK to it.",
                    e);
        }
    }

    @Override
    public byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) {
        // A copy: the service's client may reuse its buffer after the signature was verified.
        byte[] signature =
                inJoseForm(algorithm, signature(algorithm, signingInput)).clone();
        if (!publicHalf.verifies(algorithm, signingInput, signature)) {
            throw new IllegalStateException(
                    "The remote signer's " + algorithm + " signature does not verify with the public"
                            + " key " + publicHalf.description() + ", thumbprint " + publicHalf.thumbprint()
                            + ". Either the service signs with another key, or it hashed its input twice: it must be given the message, not a digest.");
        }
        return signature;
    }

    private byte[] signature(JWSAlgorithm algorithm, byte[] signingInput) {
        byte @Nullable [] signature;
        try {
            signature = remote.sign(algorithm, signingInput.clone());
        } catch (IOException e) {
            throw new UncheckedIOException("The remote signer is not available.", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The remote signer could not sign with " + algorithm + ".", e);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The remote signer failed to sign with " + algorithm + ": "
                            + e.getClass().getName() + ".",
                    e);
        }
        if (signature == null) {
            throw new IllegalStateException(
                    "The remote signer returned null instead of a signature for " + algorithm + ".");
        }
        return signature;
    }

    private byte[] inJoseForm(JWSAlgorithm algorithm, byte[] signature) {
        Optional<EcCurve> curve = EcCurve.of(algorithm);
        int expected = publicHalf.signatureLength();
        if (signature.length == expected) {
            return signature;
        }
        if (curve.isPresent() && EcdsaSignature.looksLikeDer(signature)) {
            return EcdsaSignature.toRaw(signature, curve.get());
        }
        throw new IllegalStateException("The remote signer returned " + signature.length + " bytes for " + algorithm
                + "; expected " + expected + (curve.isPresent() ? " (R || S) or an ECDSA signature in DER." : ".")
                + " Check which algorithm and key the service was asked to use.");
    }
}
