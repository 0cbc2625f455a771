// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import java.time.Instant;
import java.util.Optional;

/**
 * A call to an API for which a provider of a {@code MockProviderServer} issues tokens, and the response. Neither the token
 * nor the query is kept.
 *
 * @param receivedAt when it was received, by the mock's clock
 * @param provider the id of the provider whose API it is
 * @param clientId the client to which the token was issued; empty if the token is invalid
 * @param method the HTTP method, as sent
 * @param path the path, as sent, with {@code …} in place of tokens and names of exports; at most 160 characters
 * @param status the HTTP status of the response
 * @param reason why it was refused, in one sentence; empty if it was not
 * @param remedy how to fix it; empty if there is no reason
 */
public record RecordedApiCall(
        Instant receivedAt,
        String provider,
        Optional<String> clientId,
        String method,
        String path,
        int status,
        Optional<String> reason,
        Optional<String> remedy) {}
