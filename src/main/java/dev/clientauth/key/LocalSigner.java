package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Signs with a private key that the JDK's providers can use; a fresh {@code Signature} each time, so threads never share. */
final class LocalSigner implements Signer {
    /** After so many signatures a faster provider is worth looking for. */
    static final int OFTEN = 16;

    private final PrivateKey key;
    private final @Nullable PublicHalf publicHalf;
    private final AtomicInteger signatures = new AtomicInteger();
    private volatile @Nullable Provider faster;

    /** A signer for a moment, which stays with the JDK's choice of a provider. */
    LocalSigner(PrivateKey key) {
        this(key, null);
    }

    /** A signer for long, which may change to a provider whose signatures this public half verifies. */
    LocalSigner(PrivateKey key, @Nullable PublicHalf publicHalf) {
        this.key = key;
        this.publicHalf = publicHalf;
    }

    @Override
    public byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) {
        if (publicHalf != null && signatures.get() < OFTEN && signatures.incrementAndGet() == OFTEN) {
            FasterProvider.seek(algorithm, key, publicHalf, found -> faster = found);
        }
        try {
            Provider chosen = faster;
            if (chosen != null) {
                try {
                    return sign(algorithm, key, signingInput, chosen);
                } catch (GeneralSecurityException | RuntimeException e) {
                    // Of an RSA key's algorithms it may know the one that was tried, and not this.
                    faster = null;
                }
            }
            return sign(algorithm, key, signingInput, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key did not sign with " + algorithm + ".", e);
        }
    }

    /** A signature in JOSE form by this provider, or by the JDK's choice. */
    static byte[] sign(JWSAlgorithm algorithm, PrivateKey key, byte[] signingInput, @Nullable Provider provider)
            throws GeneralSecurityException {
        byte[] signature = SignatureScheme.of(algorithm).sign(key, signingInput, provider);
        Optional<EcCurve> curve = EcCurve.of(algorithm);
        return curve.isPresent() ? EcdsaSignature.toRaw(signature, curve.get()) : signature;
    }
}
