package dev.clientauth.mock.core;

import dev.clientauth.mock.keys.KeyMemory;

import java.time.Clock;
import java.util.Set;

/**
 * What the providers of one mock share.
 *
 * @param clock what they live by
 * @param changes who hears of changes
 * @param inbox where attempts go
 * @param faults what goes wrong
 * @param keyMemory what clients and their keys may take
 * @param names the names that others reach the mock by, besides those of loopback; in lower case
 */
public record ServerContext(
        MockClock clock,
        ChangeNotifier changes,
        RequestLog inbox,
        FaultQueue faults,
        KeyMemory keyMemory,
        Set<String> names) {

    public static ServerContext of(Clock clock, Set<String> names) {
        MockClock own = new MockClock(clock);
        ChangeNotifier changes = new ChangeNotifier();
        return new ServerContext(
                own, changes, new RequestLog(changes), new FaultQueue(own, changes), new KeyMemory(), names);
    }

    public static ServerContext of(Clock clock) {
        return of(clock, Set.of());
    }
}
