package dev.clientauth.key;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;

/** Decrypts a private key within the bounds of {@link KeyLimits}: with the JDK if it can, else with Bouncy Castle. */
final class EncryptedKey {

    private EncryptedKey() {}

    static byte[] pkcs8(byte[] der, char[] password) {
        PasswordCost.requireBounded(der);
        try {
            return JdkDecryption.pkcs8(der, password);
        } catch (NoSuchAlgorithmException e) {
            return withBouncyCastle(der, password);
        } catch (GeneralSecurityException e) {
            throw KeyErrors.wrongPassword(e);
        }
    }

    private static byte[] withBouncyCastle(byte[] der, char[] password) {
        try {
            return BouncyCastleDecryption.pkcs8(der, password);
        } catch (NoClassDefFoundError e) {
            throw KeyErrors.needsBouncyCastle("an encrypted private key of a scheme that the JDK does not have", e);
        }
    }

    /** Decrypts the old form of OpenSSL, {@code Proc-Type: 4,ENCRYPTED}, whose key is derived by MD5. */
    static byte[] dek(byte[] encrypted, DekInfo info, char[] password) {
        try {
            return BouncyCastleDecryption.dek(encrypted, info, password);
        } catch (NoClassDefFoundError e) {
            throw KeyErrors.needsBouncyCastle("a private key in OpenSSL's old encryption (Proc-Type: 4,ENCRYPTED)", e);
        }
    }
}
