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
 * @param keys where the keys of clients come from
 * @param names the names that others reach the sandbox by, besides those of loopback; in lower case
 */
record Workbench(SandboxClock clock, Changes changes, Inbox inbox, Faults faults, KeySource keys, Set<String> names) {

    static Workbench of(Clock clock, KeySource keys, Set<String> names) {
        SandboxClock own = new SandboxClock(clock);
        Changes changes = new Changes();
        return new Workbench(own, changes, new Inbox(changes), new Faults(own, changes), keys, names);
    }

    static Workbench of(Clock clock) {
        return of(clock, KeySource.ON_FILE, Set.of());
    }
}
