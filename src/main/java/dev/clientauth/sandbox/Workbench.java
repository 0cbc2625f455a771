package dev.clientauth.sandbox;

import java.time.Clock;
import java.util.Set;

/**
 * What the providers of one sandbox share.
 *
 * @param clock what they live by
 * @param changes who hears of changes
 * @param inbox where attempts go
 * @param faults what goes wrong
 * @param keyMemory what clients and their keys may take
 * @param names the names that others reach the sandbox by, besides those of loopback; in lower case
 */
record Workbench(
        SandboxClock clock, Changes changes, Inbox inbox, Faults faults, KeyMemory keyMemory, Set<String> names) {

    static Workbench of(Clock clock, Set<String> names) {
        SandboxClock own = new SandboxClock(clock);
        Changes changes = new Changes();
        return new Workbench(own, changes, new Inbox(changes), new Faults(own, changes), new KeyMemory(), names);
    }

    static Workbench of(Clock clock) {
        return of(clock, Set.of());
    }
}
