// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyErrors;
import dev.clientauth.key.crypto.KeyLimits;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;

/** Decrypts a private key within the limits of {@link KeyLimits}: with the JDK if possible, else with Bouncy Castle. */
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

    /** Decrypts OpenSSL's legacy format, {@code Proc-Type: 4,ENCRYPTED}, whose key is derived by MD5. */
    static byte[] dek(byte[] encrypted, DekInfo info, char[] password) {
        try {
            return BouncyCastleDecryption.dek(encrypted, info, password);
        } catch (NoClassDefFoundError e) {
            throw KeyErrors.needsBouncyCastle("a private key in OpenSSL's old encryption (Proc-Type: 4,ENCRYPTED)", e);
        }
    }
}
