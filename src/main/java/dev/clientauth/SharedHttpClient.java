package dev.clientauth;

import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The HTTP client of all authenticators that were given none. Its threads are daemons, so that a JVM can end at once. */
final class SharedHttpClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    static final OkHttpClient INSTANCE = new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(daemons()))
            .connectTimeout(CONNECT_TIMEOUT)
            .callTimeout(CALL_TIMEOUT)
            .build();

    private SharedHttpClient() {}

    private static ExecutorService daemons() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                8, 8, CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "clientauth-http");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
