package dev.clientauth.cli;

import java.time.Duration;

/** How long to wait before asking again: a little longer each time, up to a bound. */
final class Pace {
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private Duration next = FIRST;

    /** The next wait, no shorter than the provider asked for. */
    Duration next(Duration asked) {
        Duration wait = next;
        Duration longer = next.multipliedBy(3).dividedBy(2);
        next = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        return asked.compareTo(wait) > 0 ? asked : wait;
    }
}
