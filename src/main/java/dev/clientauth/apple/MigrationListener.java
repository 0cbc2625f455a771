package dev.clientauth.apple;

/**
 * Hears of each person in a migration, one at a time, on threads of the library's own. Store the outcome here, so that a
 * migration that breaks off can go on. What it throws ends the migration.
 */
@FunctionalInterface
public interface MigrationListener {

    /**
     * One more person is through.
     *
     * @param outcome what came of them
     * @param done how many are through, this one included
     * @param total how many there are
     */
    void on(MigrationOutcome outcome, int done, int total);
}
