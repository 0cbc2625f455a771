package dev.clientauth.examples.apple;

import dev.clientauth.apple.StoredSignIn;

import java.util.Optional;

/**
 * A customer.
 *
 * @param subject what Apple calls them: the key to the account. Never the e-mail address, which may change
 * @param name what Apple told at the first sign-in, and never again
 * @param email where mail reaches them
 * @param reachable whether Apple forwards that mail
 * @param kept the refresh token, to revoke it one day. A real shop stores it encrypted
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
