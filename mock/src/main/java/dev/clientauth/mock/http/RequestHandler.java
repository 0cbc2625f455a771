package dev.clientauth.mock.http;

import dev.clientauth.profile.TokenRequest;

/** Handles requests to a provider. */
@FunctionalInterface
public interface RequestHandler {
    /** Returns the response to a request. Called by several threads at once. */
    ProviderResponse handle(TokenRequest request);
}
