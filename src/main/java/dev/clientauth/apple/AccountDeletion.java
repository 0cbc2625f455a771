package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.List;

/**
 * What came of a person's wish to be deleted (Apple, TN3194). The deletion itself must never wait for Apple.
 *
 * @param revoked how many sign-ins were revoked
 * @param failed the sign-ins that could not be revoked, with why
 * @param remaining what is left to do
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
     * @param cause why
     */
    public record Failure(StoredSignIn kept, RuntimeException cause) {
        public Failure {
            Arguments.required(kept, "kept");
            Arguments.required(cause, "cause");
        }
    }

    /** What is left to do when an account is deleted (Apple, TN3194). */
    public enum Step {
        /** Some revocations failed. */
        REVOKE_AGAIN("Revoke the sign-ins again later whose revocation failed; keep their tokens until then."),
        /** There was no token to revoke. */
        ASK_PERSON_TO_REVOKE(
                "Ask the person to stop using Apple with your app in their account's settings: there was no token to"
                        + " revoke. Until they do, Apple sends no name when they sign up again. With a fresh authorization code of"
                        + " theirs, exchange it first and delete what came of it."),
        /** Wherever the person is signed in. */
        SIGN_OUT("Sign the person out on every device and in every browser."),
        /** The account itself. */
        DELETE_DATA("Delete the account's data, its tokens among them, on your servers and on the devices.");

        private final String instruction;

        Step(String instruction) {
            this.instruction = instruction;
        }

        /** What to do, in a sentence or two. */
        public String instruction() {
            return instruction;
        }
    }
}
