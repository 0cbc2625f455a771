package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.Optional;

/** The outcome of a migration for one user. */
public sealed interface MigrationOutcome {

    /** Returns the user id as passed in: a {@code sub} when sending, a {@code transfer_sub} when receiving. */
    String user();

    /**
     * The sending team received the user's transfer identifier.
     *
     * @param user the {@code sub} at the sending team
     * @param transferSubject the {@code transfer_sub}, which the recipient needs
     */
    record Sent(String user, String transferSubject) implements MigrationOutcome {
        public Sent {
            Arguments.notBlank(user, "user");
            Arguments.notBlank(transferSubject, "transferSubject");
        }
    }

    /**
     * The receiving team received the user's new id. {@code toString} hides the address.
     *
     * @param user the {@code transfer_sub} from the sending team
     * @param subject the {@code sub} at this team
     * @param email the email address, often different from before
     * @param isPrivateEmail whether it is a private relay address
     */
    record Received(String user, String subject, Optional<String> email, boolean isPrivateEmail)
            implements MigrationOutcome {
        public Received {
            Arguments.notBlank(user, "user");
            Arguments.notBlank(subject, "subject");
            Arguments.required(email, "email");
        }

        @Override
        public String toString() {
            return "Received[" + user + ", " + subject + "]";
        }
    }

    /**
     * The migration of this user failed.
     *
     * @param user the user id as passed in
     * @param cause why
     * @param isRetryable whether it can succeed later
     */
    record Failed(String user, RuntimeException cause, boolean isRetryable) implements MigrationOutcome {
        public Failed {
            Arguments.notBlank(user, "user");
            Arguments.required(cause, "cause");
        }
    }
}
