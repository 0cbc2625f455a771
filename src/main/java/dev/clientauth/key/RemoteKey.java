package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.crypto.EcCurve;
import dev.clientauth.key.crypto.EcdsaSignature;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.key.crypto.Signer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;

/** Signs through a {@link RemoteSigner} and verifies each signature with the public key before it is used. */
final class RemoteKey implements Signer {

    private final RemoteSigner remote;
    private final PublicHalf publicHalf;

    RemoteKey(RemoteSigner remote, PublicHalf publicHalf) {
        this.remote = remote;
        this.publicHalf = publicHalf;
    }

    @Override
    public byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) {
        byte[] signature = inJoseForm(algorithm, signature(algorithm, signingInput));
        if (!publicHalf.verifies(algorithm, signingInput, signature)) {
            throw new IllegalStateException(
                    "The remote signer's " + algorithm + " signature does not verify with the public"
                            + " key " + publicHalf.description() + ", thumbprint " + publicHalf.thumbprint()
                            + ". Either it signs with another key, or it hashed the digest: it receives the message, not a digest.");
        }
        return signature;
    }

    private byte[] signature(JWSAlgorithm algorithm, byte[] signingInput) {
        try {
            return Objects.requireNonNull(
                    remote.sign(algorithm, signingInput.clone()), "The remote signer returned null.");
        } catch (IOException e) {
            throw new UncheckedIOException("The remote signer could not be reached.", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The remote signer could not sign with " + algorithm + ".", e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The remote signer failed to sign with " + algorithm + ": "
                            + e.getClass().getName() + ".",
                    e);
        }
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
                + " Check the algorithm and the key that the service was asked for.");
    }
}
