package dev.clientauth.mock.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells whoever listens that something about a mock has changed. Thread-safe. */
public final class ChangeNotifier {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Calls this on every change, quickly and in the thread that made it, until it is taken back. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    public void notifyListeners() {
        listeners.forEach(Runnable::run);
    }
}
