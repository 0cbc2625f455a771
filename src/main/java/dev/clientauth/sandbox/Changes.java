package dev.clientauth.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever listens that something about a sandbox has changed. Thread-safe. */
final class Changes {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Calls this on every change, quickly and in the thread that made it, until it is taken back. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    void happened() {
        listeners.forEach(Runnable::run);
    }
}
