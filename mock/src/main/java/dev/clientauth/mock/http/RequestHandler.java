// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import dev.clientauth.profile.TokenRequest;

/** Handles requests to a provider. */
@FunctionalInterface
public interface RequestHandler {
    /** Returns the response to a request. Called by several threads at once. */
    ProviderResponse handle(TokenRequest request);

    /**
     * Returns the response to a request whose body may be something other than a form. By default the body is ignored.
     *
     * @param body the body as received
     */
    default ProviderResponse handle(TokenRequest request, String body) {
        return handle(request);
    }
}
