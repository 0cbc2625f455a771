// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

/** Runs an action when the JVM shuts down, unless it is closed before. */
public final class ShutdownHook implements AutoCloseable {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /** Registers the action. */
    public static ShutdownHook of(Runnable action) {
        ShutdownHook hook = new ShutdownHook(new Thread(action, "clientauth-shutdown"));
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /** Returns whether the JVM is shutting down. */
    public boolean isRunning() {
        return thread.getState() != Thread.State.NEW;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is already shutting down, and the action is running.
            return;
        }
    }
}
