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
     * <p>An ECDSA signature may come as DER, which most services return, or as the raw {@code R || S} of RFC 7518
     * section 3.4. An RSA signature is as long as the modulus.
     *
     * @param algorithm one of the algorithms of the public key that this signer was paired with
     * @param signingInput the bytes to sign, at most a few kilobytes of ASCII
     * @throws IOException if the service was not reached; the caller of {@link SigningKey#sign} sees it as an
     *     {@link java.io.UncheckedIOException}
     * @throws GeneralSecurityException if the service refused; the caller of {@link SigningKey#sign} sees it as the cause
     *     of an {@link IllegalStateException}
     */
    byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) throws IOException, GeneralSecurityException;
}
