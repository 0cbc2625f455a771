// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.http.TokenEndpoint;
import dev.clientauth.token.Grant;

import java.time.Duration;

/**
 * Requests tokens from the token endpoint.
 *
 * @param endpoint the endpoint
 * @param grant the grant to send for each token
 */
public record EndpointTokenSource(TokenEndpoint endpoint, Grant grant) implements TokenSource {

    @Override
    public void fetch(Receiver receiver) {
        endpoint.request(
                grant, receiver.deadline(), response -> receiver.succeeded(response.accessToken()), receiver::failed);
    }

    @Override
    public Duration timeout() {
        return endpoint.timeout();
    }
}
