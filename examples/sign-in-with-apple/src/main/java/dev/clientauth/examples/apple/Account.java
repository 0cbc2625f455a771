// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import dev.clientauth.apple.StoredSignIn;

import java.util.Optional;

/**
 * A customer.
 *
 * @param subject what Apple calls them: the key to the account. Never the e-mail address, which may change
 * @param name the name that Apple sent at the first sign-in only
 * @param email the current email address @param reachable whether Apple forwards that mail
 * @param kept the refresh token, needed for the revocation later. A real shop stores it encrypted
 */
record Account(String subject, String name, Optional<String> email, boolean reachable, Optional<StoredSignIn> kept) {

    Account withReachable(boolean isReachable) {
        return new Account(subject, name, email, isReachable, kept);
    }

    @Override
    public String toString() {
        return "Account[" + subject + "]";
    }
}
