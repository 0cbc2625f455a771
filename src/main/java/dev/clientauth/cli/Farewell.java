package dev.clientauth.cli;

/** What is still to be done when the JVM is told to end, unless this is closed before. */
final class Farewell implements AutoCloseable {
    private final Thread thread;

    private Farewell(Thread thread) {
        this.thread = thread;
    }

    /** Will do this. */
    static Farewell of(Runnable last) {
        Farewell farewell = new Farewell(new Thread(last, "clientauth-farewell"));
        Runtime.getRuntime().addShutdownHook(farewell.thread);
        return farewell;
    }

    /** Whether the JVM is ending. */
    boolean isSaid() {
        return thread.getState() != Thread.State.NEW;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is already ending, and the farewell is being said.
            return;
        }
    }
}
