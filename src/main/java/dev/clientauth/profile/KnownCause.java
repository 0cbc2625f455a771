// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.text.DurationFormat;
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
 * A possible cause of a refusal that is not visible in the request: a key that has not been synced yet, a setting that is
 * not enabled, a client that is not mapped to a user.
 *
 * @param id an id that is stable and unique within the profile, such as {@code key-not-synced}
 * @param errors the OAuth error codes that it results in
 * @param phrases phrases of an {@code error_description} that indicate this cause, in lower case; empty if none are known
 * @param statement the cause, in one sentence
 * @param confirm how to confirm it
 * @param remedy what to do
 * @param takes how long the remedy takes to take effect, if the provider documents it
 * @param citation the source
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

    /** Returns a cause of {@code invalid_client} that waiting does not resolve. */
    public static KnownCause invalidClient(
            String id, String statement, String confirm, String remedy, Citation citation) {
        return new KnownCause(
                id, Set.of("invalid_client"), List.of(), statement, confirm, remedy, null, citation, Set.of());
    }

    /** Returns a copy that results in these OAuth error codes instead. */
    public KnownCause showingAs(String... errors) {
        Arguments.withoutNulls(errors, "errors");
        return new KnownCause(id, Set.of(errors), phrases, statement, confirm, remedy, takes, citation, grants);
    }

    /** Returns a copy that can occur only with these grant types. */
    public KnownCause withGrants(String... grants) {
        Arguments.withoutNulls(grants, "grants");
        return new KnownCause(id, errors, phrases, statement, confirm, remedy, takes, citation, Set.of(grants));
    }

    /** Returns whether it can occur with this grant type. */
    boolean canConcern(String grant) {
        return grants.isEmpty() || grants.contains(grant);
    }

    /** Returns a copy whose remedy takes up to this long to take effect. */
    public KnownCause taking(Duration takes) {
        Arguments.notNegative(takes, "takes");
        return new KnownCause(id, errors, phrases, statement, confirm, remedy, takes, citation, grants);
    }

    /** Returns a copy that is also recognized by these phrases in the {@code error_description}. */
    public KnownCause describedAs(String... phrases) {
        Arguments.withoutNulls(phrases, "phrases");
        List<String> plain = Stream.of(phrases).map(KnownCause::plain).toList();
        return new KnownCause(id, errors, plain, statement, confirm, remedy, takes, citation, grants);
    }

    /** Returns the cause, how to confirm it, the remedy and how long that takes. */
    @Override
    public String toString() {
        return statement + " To confirm: " + confirm + " Remedy: " + remedy
                + (takes == null ? "" : " It may take " + DurationFormat.exact(takes) + ".");
    }

    /** Returns the causes that can explain a response, those that its description indicates first. */
    static List<KnownCause> explaining(List<KnownCause> causes, Optional<ErrorResponse> response) {
        String error = response.map(ErrorResponse::error).orElse(null);
        String description =
                response.map(ErrorResponse::description).map(KnownCause::plain).orElse("");
        return causes.stream()
                .filter(cause -> error == null || cause.errors.contains(error) || cause.isSpokenOf(description))
                // The longest phrase is the most specific.
                .sorted(Comparator.comparing(cause -> -cause.spokenOf(description)))
                .toList();
    }

    /** Returns whether the description of a response contains one of its phrases. */
    boolean isNamedIn(Optional<ErrorResponse> response) {
        return isSpokenOf(
                response.map(ErrorResponse::description).map(KnownCause::plain).orElse(""));
    }

    private boolean isSpokenOf(String description) {
        return spokenOf(description) > 0;
    }

    /** Returns the length of the longest of its phrases that the description contains. */
    private int spokenOf(String description) {
        return phrases.stream()
                .filter(description::contains)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** Converts to lower case and single spaces, because providers differ in both. */
    private static String plain(String text) {
        return BETWEEN_WORDS
                .matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
