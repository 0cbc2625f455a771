// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import java.net.URI;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A server-to-server notification that the mock posted.
 *
 * @param postedAt when it was posted, by the mock's clock
 * @param endpoint the URL it was posted to
 * @param event the event
 * @param body the JSON object {@code {"payload": …}} with the signed JWT
 * @param status the HTTP status of the response; empty if there was none within ten seconds
 */
public record AppleNotification(Instant postedAt, URI endpoint, AppleEvent event, String body, OptionalInt status) {

    /** Omits the body, which is about a person. */
    @Override
    public String toString() {
        return "AppleNotification[" + event.type() + " to " + endpoint + ", "
                + (status.isPresent() ? "HTTP " + status.getAsInt() : "no response") + "]";
    }
}
