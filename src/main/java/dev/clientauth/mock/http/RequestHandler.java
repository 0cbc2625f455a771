package dev.clientauth.mock.http;

import dev.clientauth.profile.Attempt;

/** Responds to requests. */
@FunctionalInterface
public interface RequestHandler {
    /** Answers one request. Called by several threads at once. */
    ProviderResponse answer(Attempt attempt);
}
