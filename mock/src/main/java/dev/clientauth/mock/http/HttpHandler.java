// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

/** Handles HTTP requests. */
@FunctionalInterface
public interface HttpHandler {
    /** Handles a request. Called by several threads at once. */
    HttpResult handle(HttpRequest request);
}
