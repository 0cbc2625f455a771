// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.List;

/**
 * The result of revoking a user's sign-ins because they delete their account (Apple, TN3194). Delete the account even
 * if Apple cannot be reached.
 *
 * @param revoked how many sign-ins were revoked
 * @param failed the sign-ins that could not be revoked, with the reasons
 * @param remaining the remaining steps
 */
public record AccountDeletion(int revoked, List<Failure> failed, List<Step> remaining) {
    public AccountDeletion {
        Arguments.notNegative(revoked, "revoked");
        failed = List.copyOf(Arguments.withoutNulls(failed, "failed"));
        remaining = List.copyOf(Arguments.withoutNulls(remaining, "remaining"));
    }

    /**
     * A sign-in that could not be revoked.
     *
     * @param kept the sign-in
     * @param cause why the revocation failed
     */
    public record Failure(StoredSignIn kept, RuntimeException cause) {
        public Failure {
            Arguments.required(kept, "kept");
            Arguments.required(cause, "cause");
        }
    }

    /** A step that remains when an account is deleted (Apple, TN3194). */
    public enum Step {
        /** Some revocations failed. */
        REVOKE_AGAIN("Retry the failed revocations later; keep their tokens until then."),
        /** There was no token to revoke. */
        ASK_PERSON_TO_REVOKE(
                "Ask the user to stop using Apple ID with your app in their account settings, because there"
                        + " was no token to revoke. Until they do, Apple sends no name when they sign up again. If"
                        + " you have a fresh authorization code of the user, exchange it first and revoke the"
                        + " resulting token."),
        /** The user is still signed in. */
        SIGN_OUT("Sign the user out on every device and in every browser."),
        /** The account's data still exists. */
        DELETE_DATA("Delete the account's data, including its tokens, on your servers and on the user's devices.");

        private final String instruction;

        Step(String instruction) {
            this.instruction = instruction;
        }

        /** Returns what to do, in one or two sentences. */
        public String instruction() {
            return instruction;
        }
    }
}
