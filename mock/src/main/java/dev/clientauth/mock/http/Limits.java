// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import java.time.Duration;

/**
 * The limits of the server.
 *
 * @param connections the maximum number of open connections; beyond it, the one that has waited longest for its client is closed
 * @param head the maximum bytes of a request line with its headers
 * @param body the maximum bytes of a request's body
 * @param request the maximum time to receive a request, and to send a response
 * @param idle the maximum time between two requests
 */
public record Limits(int connections, int head, int body, Duration request, Duration idle) {
    /** 128 connections, 32 KiB of head, 128 KiB of body, 10 seconds for a request, 30 between two. */
    public static final Limits DEFAULT =
            new Limits(128, 1 << 15, 1 << 17, Duration.ofSeconds(10), Duration.ofSeconds(30));
}
