package dev.clientauth.key;

import org.jspecify.annotations.Nullable;

/** What the caller knows about the key to read: the password, if it is encrypted. */
final class KeyRequest {

    private final char @Nullable [] password;

    KeyRequest(char @Nullable [] password) {
        this.password = password;
    }

    /** The password, or the error that one is needed. */
    char[] password(String found) {
        if (password == null) {
            throw new KeyFormatException(
                    found + ", without a password",
                    "a password for the encrypted private key",
                    "Pass it: SigningKey.loadEncrypted(file, password) or SigningKey.parseEncrypted(text, password).");
        }
        return password;
    }
}
