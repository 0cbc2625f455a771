package dev.clientauth.apple;

import java.util.List;

/**
 * What came of a person's wish to be deleted (Apple, TN3194). The deletion itself must never wait for Apple.
 *
 * @param revoked how many sign-ins were revoked
 * @param failed the sign-ins that could not be revoked, with why
 * @param remaining what is left to do
 */
public record AccountDeletion(int revoked, List<Failure> failed, List<DeletionStep> remaining) {

    /**
     * A sign-in that could not be revoked.
     *
     * @param kept the sign-in
     * @param cause why
     */
    public record Failure(KeptSignIn kept, RuntimeException cause) {}
}
