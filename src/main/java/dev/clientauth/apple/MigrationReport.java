package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a migration.
 *
 * @param moved the number of users that were migrated
 * @param failed the users for whom it failed, and why
 * @param untried the users that were not attempted because the migration ended early
 * @param stoppedBy why the migration ended early; empty if it did not
 */
public record MigrationReport(
        int moved, List<MigrationOutcome.Failed> failed, List<String> untried, Optional<RuntimeException> stoppedBy) {
    public MigrationReport {
        Arguments.notNegative(moved, "moved");
        failed = List.copyOf(Arguments.withoutNulls(failed, "failed"));
        untried = List.copyOf(Arguments.withoutNulls(untried, "untried"));
        Arguments.required(stoppedBy, "stoppedBy");
    }

    /** Returns the users to continue with: those not attempted, and those for whom it can succeed later. */
    public List<String> remaining() {
        return Stream.concat(
                        failed.stream()
                                .filter(MigrationOutcome.Failed::isRetryable)
                                .map(MigrationOutcome.Failed::user),
                        untried.stream())
                .toList();
    }

    /** Returns the numbers. */
    @Override
    public String toString() {
        return "MigrationReport[" + moved + " moved, " + failed.size() + " failed, " + untried.size()
                + " not attempted]";
    }
}
