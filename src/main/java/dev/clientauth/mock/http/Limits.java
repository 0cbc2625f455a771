package dev.clientauth.mock.http;

import java.time.Duration;

/**
 * How much a client may ask of the server.
 *
 * @param connections how many are open at once; beyond it, the one that has waited longest for its client is closed
 * @param head the bytes of a request line with its headers
 * @param body the bytes of a request's body
 * @param request the time in which a request must have arrived, and an answer must have been taken
 * @param idle the time for which a connection may stay open between two requests
 */
public record Limits(int connections, int head, int body, Duration request, Duration idle) {
    /** 128 connections, 32 KiB of head, 128 KiB of body, 10 seconds for a request, 30 between two. */
    public static final Limits USUAL =
            new Limits(128, 1 << 15, 1 << 17, Duration.ofSeconds(10), Duration.ofSeconds(30));
}
