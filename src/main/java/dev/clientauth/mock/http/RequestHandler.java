package dev.clientauth.mock.http;

import dev.clientauth.mock.core.LoopbackServer;
import dev.clientauth.profile.Attempt;

/** What stands behind a {@link LoopbackServer}. */
@FunctionalInterface
public interface RequestHandler {
    /** Answers one request. Called by several threads at once. */
    ProviderResponse answer(Attempt attempt);
}
