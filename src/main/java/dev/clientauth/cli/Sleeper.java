package dev.clientauth.cli;

import java.time.Duration;

/** How a command waits. */
@FunctionalInterface
interface Sleeper {
    /** Comes back after this time. */
    void sleep(Duration time) throws InterruptedException;
}
