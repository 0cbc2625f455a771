// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.UnusableKeyException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Binary files that are mistaken for a key, recognized by their first bytes. */
enum BinaryInput {
    OPENSSL_ENC(
            "Salted__",
            "a file encrypted by openssl enc (it begins with Salted__)",
            "Decrypt it first: openssl enc -d -aes-256-cbc -pbkdf2 -in FILE -out key.pem, with -a for base64, and with the"
                    + " cipher and options that it was encrypted with."),
    GIT_CRYPT("\0GITCRYPT\0", "a file encrypted by git-crypt", "Unlock the repository first: git-crypt unlock"),
    GZIP("\u001f\u008b", "a gzip file", "Unpack it first: gunzip"),
    ZIP("PK\u0003\u0004", "a zip file", "Unpack it first, and pass the key file inside."),
    BER(
            "0\u0080",
            "a PKCS#12 or PKCS#7 file in BER with indefinite lengths",
            "Convert it to PEM: openssl pkcs12 -in FILE" + " -nodes -out key.pem"),
    PGP("\u0085\u0002", "an OpenPGP message", "Decrypt it first: gpg --decrypt FILE"),
    PGP_NEW("\u0084\u008c", "an OpenPGP message", "Decrypt it first: gpg --decrypt FILE"),
    PGP_SYMMETRIC("\u008c\r\u0004", "an OpenPGP message", "Decrypt it first: gpg --decrypt FILE"),
    PDF("%PDF", "a PDF document", "Pass the key file itself."),
    KEYCHAIN("kych", "a macOS keychain", "Export the key from it as PKCS#12, and use SigningKey.fromKeyStore.");

    private final byte[] magic;
    private final String found;
    private final String remedy;

    BinaryInput(String magic, String found, String remedy) {
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
        this.found = found;
        this.remedy = remedy;
    }

    /** Rejects bytes that are one of these. */
    static void refuse(byte[] content) {
        for (BinaryInput candidate : values()) {
            if (startsWith(content, candidate.magic)) {
                throw new UnusableKeyException(candidate.found, candidate.remedy);
            }
        }
    }

    static UnusableKeyException unknown() {
        return new UnusableKeyException(
                "binary data that is not a key",
                "Load a key as PEM, as DER or as a JWK, or a key store with fromKeyStore.");
    }

    static boolean startsWith(byte[] content, byte[] magic) {
        return content.length >= magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }
}
