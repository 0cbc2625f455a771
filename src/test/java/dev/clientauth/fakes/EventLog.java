// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import dev.clientauth.token.TokenEvent;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Collects a client's events. They arrive on a separate thread, possibly after the call that caused them has returned, so a
 * test waits for those it expects; iterating waits until no event has arrived for a while.
 */
public final class EventLog extends AbstractCollection<TokenEvent> {
    private static final long PROMPTLY = TimeUnit.SECONDS.toNanos(10);
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(300);

    private final List<TokenEvent> events = new CopyOnWriteArrayList<>();
    private volatile long last = System.nanoTime();

    @Override
    public boolean add(TokenEvent event) {
        last = System.nanoTime();
        return events.add(event);
    }

    /** Waits until this many events of this type have arrived, and returns all of this type. */
    public <T extends TokenEvent> List<T> await(Class<T> kind, int count) {
        long deadline = System.nanoTime() + PROMPTLY;
        while (System.nanoTime() < deadline && of(kind).size() < count) {
            sleep();
        }
        return of(kind);
    }

    private <T extends TokenEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public Iterator<TokenEvent> iterator() {
        long asked = System.nanoTime();
        while (System.nanoTime() - Math.max(last, asked) < QUIET) {
            sleep();
        }
        return events.iterator();
    }

    @Override
    public int size() {
        return events.size();
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
