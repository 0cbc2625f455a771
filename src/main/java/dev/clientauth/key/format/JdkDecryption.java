// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * Decrypts PKCS#8 with the JDK alone: PBES2 with PBKDF2 and a CBC cipher, and the PBES1 schemes that the JDK has (RFC 8018).
 *
 * <p>PBES2 is implemented from its parts, because {@link EncryptedPrivateKeyInfo} on JDK 17 supports only AES-128 and AES-256
 * and ASCII passwords.
 */
final class JdkDecryption {

    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String HMAC_SHA1 = "1.2.840.113549.2.7";

    private static final Map<String, String> HASHES = Map.of(
            HMAC_SHA1,
            "SHA1",
            "1.2.840.113549.2.8",
            "SHA224",
            "1.2.840.113549.2.9",
            "SHA256",
            "1.2.840.113549.2.10",
            "SHA384",
            "1.2.840.113549.2.11",
            "SHA512");

    private static final Map<String, CbcCipher> CIPHERS = Map.of(
            "2.16.840.1.101.3.4.1.2", new CbcCipher("AES", 128),
            "2.16.840.1.101.3.4.1.22", new CbcCipher("AES", 192),
            "2.16.840.1.101.3.4.1.42", new CbcCipher("AES", 256),
            "1.2.840.113549.3.7", new CbcCipher("DESede", 192));

    private record CbcCipher(String name, int keyBits) {}

    private JdkDecryption() {}

    /**
     * Decrypts the key.
     *
     * @throws NoSuchAlgorithmException if the JDK does not have the scheme
     * @throws GeneralSecurityException if the password is wrong
     */
    static byte[] pkcs8(byte[] der, char[] password) throws GeneralSecurityException {
        DerReader top = new DerReader(der).enter(DerReader.SEQUENCE);
        DerReader scheme = top.enter(DerReader.SEQUENCE);
        return scheme.oid().equals(PBES2)
                ? pbes2(scheme.enter(DerReader.SEQUENCE), top.content(DerReader.OCTET_STRING), password)
                : pbes1(der, password);
    }

    private static byte[] pbes2(DerReader parameters, byte[] encrypted, char[] password)
            throws GeneralSecurityException {
        DerReader function = parameters.enter(DerReader.SEQUENCE);
        DerReader encryption = parameters.enter(DerReader.SEQUENCE);
        CbcCipher cipher = CIPHERS.get(encryption.oid());
        if (!function.oid().equals(PBKDF2) || cipher == null) {
            throw new NoSuchAlgorithmException("not PBKDF2 with AES-CBC or DES-EDE3-CBC");
        }
        DerReader derivation = function.enter(DerReader.SEQUENCE);
        byte[] salt = derivation.content(DerReader.OCTET_STRING);
        BigInteger iterations = derivation.integer();
        if (derivation.peek() == DerReader.INTEGER) {
            derivation.skip(); // the key length, which the cipher implies
        }
        String hash = derivation.peek() == DerReader.SEQUENCE
                ? derivation.enter(DerReader.SEQUENCE).oid()
                : HMAC_SHA1;
        if (!HASHES.containsKey(hash) || salt.length == 0 || iterations.signum() <= 0) {
            throw new NoSuchAlgorithmException("an unknown pseudorandom function, or no salt");
        }
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations.intValueExact(), cipher.keyBits());
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmac" + HASHES.get(hash))
                    .generateSecret(spec)
                    .getEncoded();
            Cipher cbc = Cipher.getInstance(cipher.name() + "/CBC/PKCS5Padding");
            cbc.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, cipher.name()),
                    new IvParameterSpec(encryption.content(DerReader.OCTET_STRING)));
            return cbc.doFinal(encrypted);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] pbes1(byte[] der, char[] password) throws GeneralSecurityException {
        if (password.length == 0 || new String(password).chars().anyMatch(c -> c >= 0x80)) {
            throw new NoSuchAlgorithmException("the JDK accepts only ASCII passwords");
        }
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            Cipher cipher = Cipher.getInstance(info.getAlgName());
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(spec),
                    info.getAlgParameters());
            return cipher.doFinal(info.getEncryptedData());
        } catch (IOException e) {
            throw new NoSuchAlgorithmException("unknown parameters", e);
        } finally {
            spec.clearPassword();
        }
    }
}
