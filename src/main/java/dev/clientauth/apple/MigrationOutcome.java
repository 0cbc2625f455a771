package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.Optional;

/** What came of one person in a migration. */
public sealed interface MigrationOutcome {

    /** Whom it is about, as handed in: a {@code sub} when sending, a {@code transfer_sub} when receiving. */
    String user();

    /**
     * The sending team learnt how the recipient will know the person.
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
     * The receiving team learnt who the person is there. {@code toString} hides the address.
     *
     * @param user the {@code transfer_sub} from the sending team
     * @param subject the {@code sub} at this team
     * @param email the address, often another one than before
     * @param isPrivateEmail whether Apple forwards from it
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
     * It did not work.
     *
     * @param user whom it is about
     * @param cause why
     * @param isRetryable whether the same can work later
     */
    record Failed(String user, RuntimeException cause, boolean isRetryable) implements MigrationOutcome {
        public Failed {
            Arguments.notBlank(user, "user");
            Arguments.required(cause, "cause");
        }
    }
}
