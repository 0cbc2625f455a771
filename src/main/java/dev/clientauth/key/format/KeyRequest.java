// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

/** The password for an encrypted key, if it was given. */
public final class KeyRequest {

    private final char @Nullable [] password;

    public KeyRequest(char @Nullable [] password) {
        this.password = password;
    }

    /** Returns the password, or throws if there is none. */
    char[] password(String found) {
        if (password == null) {
            throw new UnusableKeyException(
                    found + ", without a password",
                    "a password for the encrypted private key",
                    "Pass it: SigningKey.loadEncrypted(file, password) or SigningKey.parseEncrypted(text, password).");
        }
        return password;
    }
}
