package dev.clientauth.mock.api;

import dev.clientauth.mock.http.RequestHandler;

/**
 * Something besides the token endpoint that a provider serves.
 *
 * @param path the path at the provider below which it lies, such as {@code /v1}
 * @param host the provider's own host for it, such as {@code api-school.apple.com}
 * @param site what answers there on loopback, under the base path of the provider
 * @param atHost what answers there to those who name that host
 */
public record ApiRoute(String path, String host, RequestHandler site, RequestHandler atHost) {}
