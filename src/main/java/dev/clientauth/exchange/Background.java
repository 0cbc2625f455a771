package dev.clientauth.exchange;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all authenticators share: workers, virtual where the JDK has virtual threads, and the JDK's own timer.
 * Daemons all, and none before the first is needed.
 */
public final class Background {
    /** Where threads are costly: as many requests can be on their way at once as OkHttp allows by default. */
    private static final int PLATFORM_WORKERS = 64;

    private static final long IDLE_SECONDS = 30;
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    private Background() {}

    /** Runs what may block and nobody waits beside: renewals, token stores. */
    public static Executor workers() {
        return Workers.INSTANCE;
    }

    /** Runs what a caller waits beside, so that there are never more of these threads than callers. */
    static Executor companions() {
        return Companions.INSTANCE;
    }

    /** Runs things on these threads after a pause. */
    public static Executor after(Duration pause, Executor threads) {
        return CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, threads);
    }

    private static final class Workers {
        static final Executor INSTANCE =
                VIRTUAL ? virtual() : pool(PLATFORM_WORKERS, PLATFORM_WORKERS, new LinkedBlockingQueue<>());
    }

    private static final class Companions {
        static final Executor INSTANCE = VIRTUAL ? virtual() : pool(0, Integer.MAX_VALUE, new SynchronousQueue<>());
    }

    private static Executor virtual() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The JDK " + Runtime.version() + " has no virtual threads.", e);
        }
    }

    private static Executor pool(int core, int most, BlockingQueue<Runnable> queue) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(core, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, "clientauth");
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
