package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;

/** The private half of a {@link SigningKey}, wherever it is kept; answers in JOSE form. */
interface Signer {

    byte[] sign(JWSAlgorithm algorithm, byte[] signingInput);
}
