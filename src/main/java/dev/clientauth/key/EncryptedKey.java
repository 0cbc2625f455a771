package dev.clientauth.key;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

import java.io.IOException;

/**
 * Decrypts private keys: PKCS#8 with PBES2 or PBES1 (RFC 8018), and OpenSSL's old {@code DEK-Info} form.
 *
 * <p>The only class that touches Bouncy Castle, which takes some 200 ms to load; keys in the clear never come here. The
 * provider is handed over as an object and never registered.
 */
final class EncryptedKey {

    private EncryptedKey() {}

    static byte[] pkcs8(byte[] der, char[] password) {
        try {
            return new PKCS8EncryptedPrivateKeyInfo(der)
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password))
                    .getEncoded();
        } catch (PKCSException e) {
            throw e.getCause() instanceof OperatorCreationException ? unreadable(e) : Refusals.wrongPassword(e);
        } catch (OperatorCreationException | IOException e) {
            throw unreadable(e);
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
            throw Refusals.wrongPassword(e);
        } catch (OperatorCreationException e) {
            throw unreadable(e);
        }
    }

    private static KeyFormatException unreadable(Exception cause) {
        return new KeyFormatException(
                "an encrypted private key of an unknown scheme",
                "PKCS#8 with PBES2 or PBES1, or PEM with DEK-Info",
                "Encrypt it again with: openssl pkcs8 -topk8 -in FILE -out key.pem",
                cause);
    }
}
