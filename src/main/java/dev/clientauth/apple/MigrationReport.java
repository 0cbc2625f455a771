package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of a migration.
 *
 * @param moved how many people it worked for
 * @param failed for whom it did not, and why
 * @param untried who was not tried, because it ended early
 * @param stoppedBy why it ended early; empty if it did not
 */
public record MigrationReport(
        int moved, List<MigrationOutcome.Failed> failed, List<String> untried, Optional<RuntimeException> stoppedBy) {
    public MigrationReport {
        Arguments.notNegative(moved, "moved");
        failed = List.copyOf(Arguments.withoutNulls(failed, "failed"));
        untried = List.copyOf(Arguments.withoutNulls(untried, "untried"));
        Arguments.required(stoppedBy, "stoppedBy");
    }

    /** With whom to go on: those not tried, and those for whom it can work later. */
    public List<String> remaining() {
        return Stream.concat(
                        failed.stream()
                                .filter(MigrationOutcome.Failed::isRetryable)
                                .map(MigrationOutcome.Failed::user),
                        untried.stream())
                .toList();
    }

    /** The numbers. */
    @Override
    public String toString() {
        return "MigrationReport[" + moved + " moved, " + failed.size() + " failed, " + untried.size() + " not tried]";
    }
}
