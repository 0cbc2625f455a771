package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Optional;

/** Signs with a private key that the JDK's providers can use; a fresh {@code Signature} each time, so threads never share. */
final class LocalSigner implements Signer {

    private final PrivateKey key;

    LocalSigner(PrivateKey key) {
        this.key = key;
    }

    @Override
    public byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) {
        try {
            byte[] signature = SignatureScheme.of(algorithm).sign(key, signingInput);
            Optional<EcCurve> curve = EcCurve.of(algorithm);
            return curve.isPresent() ? EcdsaSignature.toRaw(signature, curve.get()) : signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key did not sign with " + algorithm + ".", e);
        }
    }
}
