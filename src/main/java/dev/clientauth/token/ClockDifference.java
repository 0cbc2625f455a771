package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;

import java.time.Duration;
import java.time.Instant;

/**
 * The difference between the clocks of provider and machine that explains a refusal and is too large to be corrected.
 *
 * @param provider the time by the {@code Date} header of the response (RFC 9110 section 6.6.1), to about a second. Anybody
 *     who relays the response can change it
 * @param machine the time by this machine's clock at the same moment
 * @param maxCorrection the maximum difference that is corrected
 */
public record ClockDifference(Instant provider, Instant machine, Duration maxCorrection) {
    public ClockDifference {
        Arguments.required(provider, "provider");
        Arguments.required(machine, "machine");
        Arguments.notNegative(maxCorrection, "maxCorrection");
    }

    /** Returns one line for people: both times, and what to do. */
    @Override
    public String toString() {
        return "The provider's clock shows " + provider + " and this machine's clock " + machine
                + "; more than " + maxCorrection.toSeconds()
                + " s of difference is not corrected. Check this machine's clock; if it is right, check the proxy that relays the response.";
    }
}
