package dev.clientauth.mock;

import java.net.URI;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A server-to-server notification that the mock posted.
 *
 * @param postedAt when, by the mock's clock
 * @param endpoint where to
 * @param event what happened
 * @param body the JSON object {@code {"payload": …}} with the signed JWT
 * @param status the HTTP status that was answered; none where nobody answered within ten seconds
 */
public record AppleNotification(Instant postedAt, URI endpoint, AppleEvent event, String body, OptionalInt status) {

    /** Without the body, which is about a person. */
    @Override
    public String toString() {
        return "AppleNotification[" + event.type() + " to " + endpoint + ", "
                + (status.isPresent() ? "answered " + status.getAsInt() : "not answered") + "]";
    }
}
