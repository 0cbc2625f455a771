package dev.clientauth.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;

/** Derives the public key of a private one that shows its numbers. */
final class PublicKeys {

    private PublicKeys() {}

    static PublicKey derive(PrivateKey key) {
        try {
            if (key instanceof ECPrivateKey ec && ec.getS() != null) {
                EcCurve curve = EcCurve.of(ec.getParams()).orElseThrow(() -> Refusals.curve("an unsupported curve"));
                return curve.derive(curve.privateKey(ec.getS()));
            }
            if (key instanceof RSAPrivateCrtKey rsa && rsa.getPublicExponent() != null) {
                return RsaNumbers.publicKey(rsa.getModulus(), rsa.getPublicExponent());
            }
            if (key instanceof RSAPrivateKey rsa && rsa.getPrivateExponent() != null) {
                return RsaNumbers.of(rsa.getModulus(), BigInteger.ZERO, rsa.getPrivateExponent())
                        .publicKey();
            }
        } catch (GeneralSecurityException e) {
            throw new KeyFormatException(
                    "a private key whose public half cannot be derived",
                    "an EC or RSA key of the JDK",
                    "Give the public key as well: SigningKey.of(privateKey, publicKey, keyId).",
                    e);
        }
        if (key.getAlgorithm().equals("EC") || key.getAlgorithm().equals("RSA")) {
            throw new KeyFormatException(
                    "an opaque " + key.getAlgorithm() + " key, held by a token that keeps its numbers",
                    "a private key whose numbers can be read",
                    "Give the public key as well: SigningKey.of(privateKey, publicKey, keyId).");
        }
        throw Refusals.algorithm(key.getAlgorithm());
    }
}
