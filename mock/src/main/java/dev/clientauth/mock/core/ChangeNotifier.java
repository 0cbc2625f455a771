// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notifies listeners that something about a mock has changed. Thread-safe. */
public final class ChangeNotifier {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Adds a listener, which is called in the thread of each change and must not block. */
    public void add(Runnable listener) {
        listeners.add(listener);
    }

    public void remove(Runnable listener) {
        listeners.remove(listener);
    }

    /** Notifies all listeners. */
    public void notifyListeners() {
        listeners.forEach(Runnable::run);
    }
}
