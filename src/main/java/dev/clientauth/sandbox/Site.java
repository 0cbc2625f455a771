package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;

/** What stands behind a {@link LoopbackServer}. */
@FunctionalInterface
interface Site {
    /** Answers one request. Called by several threads at once. */
    Reply answer(Attempt attempt);
}
