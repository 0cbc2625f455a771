package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A reason for a refusal that only the provider, or the client's account there, can show: a key that has not been synced
 * yet, a box not ticked, a client mapped to no user.
 *
 * @param id a stable name within the profile, such as {@code key-not-synced}
 * @param errors the OAuth error codes with which it shows
 * @param phrases what an {@code error_description} says where it is this cause, in small letters; empty where no provider
 *     is known to say
 * @param statement what is the case
 * @param confirm how to find out whether it is so
 * @param remedy what to do
 * @param takes how long the remedy takes to work, where the provider says so
 * @param citation where it is known from
 * @param grants the grant types with which it can occur; empty for all
 */
public record KnownCause(
        String id,
        Set<String> errors,
        List<String> phrases,
        String statement,
        String confirm,
        String remedy,
        @Nullable Duration takes,
        Citation citation,
        Set<String> grants) {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

    /** Rejects null and blank texts, and copies the collections. */
    public KnownCause {
        Arguments.notBlank(id, "id");
        errors = Set.copyOf(Arguments.withoutNulls(errors, "errors"));
        phrases = List.copyOf(Arguments.withoutNulls(phrases, "phrases"));
        Arguments.notBlank(statement, "statement");
        Arguments.notBlank(confirm, "confirm");
        Arguments.notBlank(remedy, "remedy");
        if (takes != null) {
            Arguments.notNegative(takes, "takes");
        }
        Arguments.required(citation, "citation");
        grants = Set.copyOf(Arguments.withoutNulls(grants, "grants"));
    }

    /** A cause that shows as {@code invalid_client} and passes no sooner than the client acts. */
    public static KnownCause invalidClient(
            String id, String statement, String confirm, String remedy, Citation citation) {
        return new KnownCause(
                id, Set.of("invalid_client"), List.of(), statement, confirm, remedy, null, citation, Set.of());
    }

    /** The same cause, showing with other OAuth error codes. */
    public KnownCause showingAs(String... errors) {
        Arguments.withoutNulls(errors, "errors");
        return new KnownCause(id, Set.of(errors), phrases, statement, confirm, remedy, takes, citation, grants);
    }

    /** The same cause, which can occur with these grant types only. */
    public KnownCause withGrants(String... grants) {
        Arguments.withoutNulls(grants, "grants");
        return new KnownCause(id, errors, phrases, statement, confirm, remedy, takes, citation, Set.of(grants));
    }

    /** Whether it can occur with this grant type. */
    boolean canConcern(String grant) {
        return grants.isEmpty() || grants.contains(grant);
    }

    /** The same cause, whose remedy takes up to this long to work. */
    public KnownCause taking(Duration takes) {
        Arguments.notNegative(takes, "takes");
        return new KnownCause(id, errors, phrases, statement, confirm, remedy, takes, citation, grants);
    }

    /** The same cause, recognised by these words in the answer's {@code error_description} too. */
    public KnownCause describedAs(String... phrases) {
        Arguments.withoutNulls(phrases, "phrases");
        List<String> plain = Stream.of(phrases).map(KnownCause::plain).toList();
        return new KnownCause(id, errors, plain, statement, confirm, remedy, takes, citation, grants);
    }

    /** The cause, how to confirm it, the remedy and how long that takes. */
    @Override
    public String toString() {
        return statement + " To confirm: " + confirm + " Remedy: " + remedy
                + (takes == null ? "" : " It may take " + DurationFormat.exact(takes) + ".");
    }

    /** Those that can explain an answer, the ones that its description speaks of first. */
    static List<KnownCause> explaining(List<KnownCause> causes, Optional<ErrorResponse> answer) {
        String error = answer.map(ErrorResponse::error).orElse(null);
        String description =
                answer.map(ErrorResponse::description).map(KnownCause::plain).orElse("");
        return causes.stream()
                .filter(cause -> error == null || cause.errors.contains(error) || cause.isSpokenOf(description))
                // The longest phrase says the most.
                .sorted(Comparator.comparing(cause -> -cause.spokenOf(description)))
                .toList();
    }

    /** Whether the description of a response has one of its phrases. */
    boolean isNamedIn(Optional<ErrorResponse> answer) {
        return isSpokenOf(
                answer.map(ErrorResponse::description).map(KnownCause::plain).orElse(""));
    }

    private boolean isSpokenOf(String description) {
        return spokenOf(description) > 0;
    }

    /** The length of the longest phrase that the description has. */
    private int spokenOf(String description) {
        return phrases.stream()
                .filter(description::contains)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** Small letters, and one space for everything between words: providers change the rest. */
    private static String plain(String text) {
        return BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
