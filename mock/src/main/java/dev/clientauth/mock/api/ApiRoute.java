// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.RequestHandler;

/**
 * A route to an API that a provider serves besides the token endpoint.
 *
 * @param variable the environment variable for its base address
 * @param base the path of its base address, empty if that is the host
 * @param path the path below which it is served, such as {@code /v1}
 * @param host the provider's own host for it, such as {@code api-school.apple.com}
 * @param api handles requests under the base path of the provider
 * @param atHost handles requests that address that host
 */
public record ApiRoute(
        String variable, String base, String path, String host, RequestHandler api, RequestHandler atHost) {}
