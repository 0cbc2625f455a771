package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;

/** What a reader took out of a text, file or key store; the certificates are whatever stood beside the key. */
record KeyMaterial(
        PrivateKey privateKey,
        PublicKey publicKey,
        @Nullable String keyId,
        @Nullable JWSAlgorithm algorithm,
        List<byte[]> certificates) {

    static KeyMaterial of(PrivateKey privateKey, PublicKey publicKey) {
        return new KeyMaterial(privateKey, publicKey, null, null, List.of());
    }

    KeyMaterial withCertificates(List<byte[]> beside) {
        return new KeyMaterial(privateKey, publicKey, keyId, algorithm, List.copyOf(beside));
    }

    /** Never the private key. */
    @Override
    public String toString() {
        return "KeyMaterial[" + publicKey.getAlgorithm() + "]";
    }
}
