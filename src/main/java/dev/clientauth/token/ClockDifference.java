// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;

import java.time.Duration;
import java.time.Instant;

/**
 * A difference between the provider's clock and this machine's that explains a refusal and is too large to be corrected.
 *
 * @param provider the time in the {@code Date} header of the response (RFC 9110 section 6.6.1), accurate to about a
 *     second; a proxy may change it
 * @param machine the time of this machine's clock at the same moment
 * @param maxCorrection the maximum difference that is corrected
 */
public record ClockDifference(Instant provider, Instant machine, Duration maxCorrection) {
    public ClockDifference {
        Arguments.required(provider, "provider");
        Arguments.required(machine, "machine");
        Arguments.notNegative(maxCorrection, "maxCorrection");
    }

    /** Returns one line with both times and what to do. */
    @Override
    public String toString() {
        return "The provider's clock is " + provider + " and this machine's clock is " + machine
                + "; more than " + maxCorrection.toSeconds()
                + " s of difference is not corrected. Check this machine's clock; if it is right, check the proxy.";
    }
}
