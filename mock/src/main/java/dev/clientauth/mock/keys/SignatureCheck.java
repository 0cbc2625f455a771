package dev.clientauth.mock.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.Registration;

import java.text.ParseException;

/** Verifies signatures by registered keys with Nimbus alone, independently of the profile's rules. */
public final class SignatureCheck {
    private SignatureCheck() {}

    /** Returns whether a registered key made the signature of an assertion. */
    public static boolean isBy(Registration registration, String assertion) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            for (JWK key : registration.keys()) {
                if (verifies(jwt, key)) {
                    return true;
                }
            }
            return false;
        } catch (ParseException e) {
            return false;
        }
    }

    private static boolean verifies(SignedJWT jwt, JWK key) {
        if (KeyRestrictions.excluded(key, jwt.getHeader().getAlgorithm()).isPresent()) {
            return false;
        }
        try {
            return jwt.verify(new DefaultJWSVerifierFactory()
                    .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey()));
        } catch (JOSEException e) {
            // The key has another type than the header's algorithm.
            return false;
        }
    }
}
