// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.keys.KeyMemory;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * Holds what the providers of one mock share, and changes it.
 *
 * @param clock the clock of all providers
 * @param changes notifies listeners of changes
 * @param log the received requests
 * @param faults the pending faults
 * @param keyMemory the memory that clients and their keys may take
 * @param names the host names of the mock besides those of loopback, in lower case
 */
public record ServerContext(
        MockClock clock,
        ChangeNotifier changes,
        RequestLog log,
        FaultQueue faults,
        KeyMemory keyMemory,
        Set<String> names) {

    /** Returns the context of a new mock that has these host names besides those of loopback. */
    public static ServerContext of(Clock clock, Set<String> names) {
        MockClock own = new MockClock(clock);
        ChangeNotifier changes = new ChangeNotifier();
        return new ServerContext(
                own, changes, new RequestLog(changes), new FaultQueue(own, changes), new KeyMemory(), names);
    }

    /** Returns the context of a new mock on loopback. */
    public static ServerContext of(Clock clock) {
        return of(clock, Set.of());
    }

    /** Registers a client with a provider, replacing one with the same client id. */
    public void register(HostedProvider provider, MockClient client) {
        provider.register(client);
        changes.notifyListeners();
    }

    /** Removes a client, and returns whether it was registered. */
    public boolean unregister(HostedProvider provider, String clientId) {
        boolean wasRegistered = provider.remove(clientId);
        changes.notifyListeners();
        return wasRegistered;
    }

    /** Moves the clock forward, or back if the time is negative. */
    public void advance(Duration time) {
        clock.advance(time);
        changes.notifyListeners();
    }

    /** Sets the clock ahead of the clock it was started with, or behind it if the time is negative. */
    public void setClockAhead(Duration ahead) {
        clock.setOffset(ahead);
        changes.notifyListeners();
    }
}
