package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;

import java.security.Provider;

/** The private half of a {@link SigningKey}, wherever it is kept; returns signatures in JOSE form. */
interface Signer {

    byte[] sign(JWSAlgorithm algorithm, byte[] signingInput);

    /** The same key, used through this provider. */
    default Signer with(Provider provider) {
        throw new IllegalStateException("This key signs remotely; no security provider of this JVM can use it.");
    }
}
