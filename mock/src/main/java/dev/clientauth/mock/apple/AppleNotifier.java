// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.clientauth.json.Json;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.AppleNotification;
import dev.clientauth.mock.token.IdentityKeys;
import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.HttpFailure;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Creates server-to-server notifications and posts them. Posting is thread-safe and holds no lock of the mock. */
final class AppleNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AppleNotifier.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_RESPONSE_BYTES = 1 << 16;

    /** Notifications that wait because a receiver is slow; more are dropped. */
    private static final int MAX_WAITING = 1000;

    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final String ISSUER = "https://appleid.apple.com";

    private final Clock clock;
    private final NotificationLog<AppleNotification> posted = new NotificationLog<>();
    private @Nullable BoundedHttpClient http;
    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), AppleNotifier::thread);

    AppleNotifier(Clock clock) {
        this.clock = clock;
        background.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "clientauth-mock-notifications");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the body of a notification as servers receive it: events are a JSON string, with the time in milliseconds. */
    static String body(IdentityKeys keys, String clientId, AppleEvent event, Map<String, String> about, Instant now) {
        Map<String, Object> events = new LinkedHashMap<>();
        events.put("type", event.type());
        events.putAll(about);
        events.put("event_time", now.toEpochMilli());
        String payload = keys.signed(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(clientId)
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .issueTime(Date.from(now))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Json.write(events))
                .build());
        return Json.write(Map.of("payload", payload));
    }

    /** Posts once and waits for the response. */
    void post(URI endpoint, AppleEvent event, String body) {
        posted.add(new AppleNotification(clock.instant(), endpoint, event, body, status(endpoint, body)));
    }

    /** Posts once in the background. */
    void postLater(URI endpoint, AppleEvent event, String body) {
        try {
            background.execute(() -> post(endpoint, event, body));
        } catch (RejectedExecutionException e) {
            LOG.warn("A notification was not posted: the mock is closed, or {} others are waiting.", MAX_WAITING);
        }
    }

    List<AppleNotification> posted() {
        return posted.all();
    }

    /** Created on first use: it reads the trusted certificates, and most mocks post nothing. */
    private synchronized BoundedHttpClient http() {
        if (http == null) {
            http = new BoundedHttpClient(new OkHttpClient());
        }
        return http;
    }

    private OptionalInt status(URI endpoint, String body) {
        Request request = new Request.Builder()
                .url(endpoint.toString())
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try {
            return OptionalInt.of(BoundedHttpClient.execute(http().newCall(request, MAX_RESPONSE_BYTES, TIMEOUT))
                    .status());
        } catch (HttpFailure e) {
            LOG.warn("A notification could not be posted to {}: {}", endpoint.getHost(), e.getMessage());
            return e.status() == 0 ? OptionalInt.empty() : OptionalInt.of(e.status());
        }
    }

    @Override
    public synchronized void close() {
        background.shutdownNow();
        if (http != null) {
            http.closeIdleConnections();
        }
    }
}
