// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.arguments.Arguments;

import java.time.Instant;
import java.util.Optional;

/**
 * A step of a {@link KeyRing}. Every process that uses the ring reports it, whichever process performed it.
 *
 * @param step what happened
 * @param keyId the id of the key; empty if the step concerns the whole ring
 * @param at when this process noticed it
 * @param message one sentence for a log
 */
public record KeyRingEvent(Step step, Optional<String> keyId, Instant at, String message) {
    public KeyRingEvent {
        Arguments.required(step, "step");
        Arguments.required(keyId, "keyId");
        Arguments.required(at, "at");
        Arguments.notBlank(message, "message");
    }

    /** What happened. */
    public enum Step {
        /** A next key was created or added; it is in the JWK Set of the ring. */
        STAGED,
        /** The JWK Set URL contains the next key. */
        PUBLISHED,
        /** The JWK Set URL no longer contains the next key; the wait starts again. */
        UNPUBLISHED,
        /** The key signs from now on. */
        SIGNING,
        /** The key no longer signs, but is still published. */
        RETIRED,
        /** The key was removed from the JWK Set and its file was deleted. */
        REMOVED,
        /** The provider refused the current key and accepted the previous one, which signs for a while. */
        FELL_BACK,
        /** A key file is readable, or the directory is writable, by users other than its owner. */
        EXPOSED,
        /** A step failed and will be attempted again. */
        FAILED;

        /** Returns whether the step needs attention. */
        boolean isWarning() {
            return this == UNPUBLISHED || this == FELL_BACK || this == EXPOSED || this == FAILED;
        }
    }
}
