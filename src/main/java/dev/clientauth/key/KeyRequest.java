package dev.clientauth.key;

import org.jspecify.annotations.Nullable;

/** What the caller knows about the key to read: its key id, which picks one of several, and its password. */
final class KeyRequest {

    private final @Nullable String keyId;
    private final char @Nullable [] password;

    KeyRequest(@Nullable String keyId, char @Nullable [] password) {
        this.keyId = keyId;
        this.password = password;
    }

    @Nullable
    String keyId() {
        return keyId;
    }

    /** The password, or the error that one is needed. */
    char[] password(String found) {
        if (password == null) {
            throw new KeyFormatException(
                    found + ", without a password",
                    "a password for the encrypted private key",
                    "Pass it: SigningKey.load(file, password) or SigningKey.parse(text, password).");
        }
        return password;
    }
}
