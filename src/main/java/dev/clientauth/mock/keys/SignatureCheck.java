package dev.clientauth.mock.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.Registration;

import java.text.ParseException;

/** Whether a registered key made a signature, found out by Nimbus alone and not by the profile's rules. */
public final class SignatureCheck {
    private SignatureCheck() {}

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
            // A key of another type than the header's algorithm has not made the signature.
            return false;
        }
    }
}
