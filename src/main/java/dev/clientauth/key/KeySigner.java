package dev.clientauth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;

import java.io.UncheckedIOException;
import java.util.Set;

/** A {@link SigningKey} in the shape that Nimbus's {@code SignedJWT} signs with. */
final class KeySigner implements JWSSigner {

    private final SigningKey key;

    KeySigner(SigningKey key) {
        this.key = key;
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.copyOf(key.algorithms());
    }

    /** A context of its own for each caller: the key has chosen its provider, and a shared context is not thread-safe. */
    @Override
    public JCAContext getJCAContext() {
        return new JCAContext();
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] signingInput) throws JOSEException {
        try {
            return Base64URL.encode(key.sign(header.getAlgorithm(), signingInput));
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw new JOSEException(e.getMessage(), e);
        }
    }
}
