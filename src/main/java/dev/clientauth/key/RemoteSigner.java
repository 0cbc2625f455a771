package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Signs with a private key that never leaves a key management service or a hardware module.
 *
 * <p>It is called from many threads at once. It receives the message, not its digest: hash it first with the algorithm's
 * SHA-2 function if the service asks for a digest.
 */
@FunctionalInterface
public interface RemoteSigner {

    /**
     * Returns the signature of the given bytes.
     *
     * <p>An ECDSA signature may be DER, which most services return, or the raw {@code R || S} of RFC 7518
     * section 3.4. An RSA signature has the length of the modulus.
     *
     * @param algorithm one of the algorithms of the public key of this signer
     * @param signingInput the bytes to sign, at most a few kilobytes of ASCII
     * @throws IOException if the service could not be reached; {@link SigningKey#sign} then throws an
     *     {@link java.io.UncheckedIOException}
     * @throws GeneralSecurityException if the service refused; {@link SigningKey#sign} then throws an
     *     {@link IllegalStateException} with this cause
     */
    byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) throws IOException, GeneralSecurityException;
}
