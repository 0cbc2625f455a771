package dev.clientauth.apple;

/**
 * Receives the outcome for each user of a migration, one at a time, on threads of this library. Store it, so that a
 * migration that is stopped can be continued. An exception stops the migration, and so does a call that takes longer than
 * five minutes.
 */
@FunctionalInterface
public interface MigrationListener {

    /**
     * Handles the outcome for one more user.
     *
     * @param outcome the outcome
     * @param done how many users are done, this one included
     * @param total how many users there are
     */
    void on(MigrationOutcome outcome, int done, int total);
}
