// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.watch;

import java.time.Duration;

/** The time before the next request: it grows with each request, up to a maximum. */
final class PollInterval {
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration MAX = Duration.ofMinutes(5);

    private Duration next = FIRST;

    /** Returns the next interval, which is at least what the provider asked for. */
    Duration next(Duration asked) {
        Duration wait = next;
        Duration longer = next.multipliedBy(3).dividedBy(2);
        next = longer.compareTo(MAX) > 0 ? MAX : longer;
        return asked.compareTo(wait) > 0 ? asked : wait;
    }
}
