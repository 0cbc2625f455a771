// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyErrors;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

import java.io.IOException;

/**
 * Decrypts what the JDK cannot: scrypt and old ciphers in PKCS#8, and OpenSSL's {@code DEK-Info}.
 *
 * <p>The only class that uses Bouncy Castle, which is an optional dependency and takes about 200 ms to load. The provider
 * is passed as an object and never registered with the JVM.
 */
final class BouncyCastleDecryption {

    private BouncyCastleDecryption() {}

    static byte[] pkcs8(byte[] der, char[] password) {
        try {
            return new PKCS8EncryptedPrivateKeyInfo(der)
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password))
                    .getEncoded();
        } catch (PKCSException e) {
            throw e.getCause() instanceof OperatorCreationException
                    ? KeyErrors.unknownEncryption(e)
                    : KeyErrors.wrongPassword(e);
        } catch (OperatorCreationException | IOException e) {
            throw KeyErrors.unknownEncryption(e);
        }
    }

    static byte[] dek(byte[] encrypted, DekInfo info, char[] password) {
        try {
            return new JcePEMDecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(password)
                    .get(info.cipher())
                    .decrypt(encrypted, info.vector());
        } catch (PEMException e) {
            throw KeyErrors.wrongPassword(e);
        } catch (OperatorCreationException e) {
            throw KeyErrors.unknownEncryption(e);
        }
    }
}
