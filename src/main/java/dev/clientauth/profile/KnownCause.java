package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A reason for a refusal that only the provider, or the client's account there, can show: a key that has not been synced
 * yet, a box not ticked, a client mapped to no user.
 *
 * @param id a stable name within the profile, such as {@code key-not-synced}
 * @param errors the OAuth error codes with which it shows
 * @param statement what is the case
 * @param confirm how to find out whether it is so
 * @param remedy what to do
 * @param takes how long the remedy takes to work, where the provider says so
 * @param citation where it is known from
 */
public record KnownCause(
        String id,
        Set<String> errors,
        String statement,
        String confirm,
        String remedy,
        @Nullable Duration takes,
        Citation citation) {

    /** A cause that shows as {@code invalid_client} and passes no sooner than the client acts. */
    public static KnownCause invalidClient(
            String id, String statement, String confirm, String remedy, Citation citation) {
        return new KnownCause(id, Set.of("invalid_client"), statement, confirm, remedy, null, citation);
    }

    /** The same cause, showing with other OAuth error codes. */
    public KnownCause showingAs(String... errors) {
        return new KnownCause(id, Set.of(errors), statement, confirm, remedy, takes, citation);
    }

    /** The same cause, whose remedy takes up to this long to work. */
    public KnownCause taking(Duration takes) {
        return new KnownCause(id, errors, statement, confirm, remedy, takes, citation);
    }

    /** The cause, how to confirm it, the remedy and how long that takes. */
    @Override
    public String toString() {
        return statement + " To confirm: " + confirm + " Remedy: " + remedy
                + (takes == null ? "" : " It may take " + Phrase.of(takes) + ".");
    }

    /** Whether this cause can explain an answer. */
    boolean explains(Optional<Answer> answer) {
        return answer.map(Answer::error).map(errors::contains).orElse(true);
    }
}
