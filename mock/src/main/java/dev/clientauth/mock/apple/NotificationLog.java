// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last 1000 entries, oldest first. Thread-safe. */
final class NotificationLog<T> {
    private static final int MAX = 1000;

    private final Deque<T> entries = new ArrayDeque<>();

    synchronized void add(T entry) {
        if (entries.size() == MAX) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    synchronized List<T> all() {
        return List.copyOf(entries);
    }
}
