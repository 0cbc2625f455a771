package dev.clientauth.sandbox;

import java.time.Clock;

/**
 * What the providers of one sandbox share.
 *
 * @param clock what they live by
 * @param changes who hears of changes
 * @param inbox where attempts go
 * @param faults what goes wrong
 * @param keys where the keys of clients come from
 */
record Workbench(SandboxClock clock, Changes changes, Inbox inbox, Faults faults, KeySource keys) {

    static Workbench of(Clock clock, KeySource keys) {
        SandboxClock own = new SandboxClock(clock);
        Changes changes = new Changes();
        return new Workbench(own, changes, new Inbox(changes), new Faults(own, changes), keys);
    }

    static Workbench of(Clock clock) {
        return of(clock, KeySource.ON_FILE);
    }
}
