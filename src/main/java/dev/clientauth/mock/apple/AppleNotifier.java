package dev.clientauth.mock.apple;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.AppleNotification;
import dev.clientauth.mock.text.JsonText;
import dev.clientauth.mock.token.IdentityKeys;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Writes server-to-server notifications and posts them. Posting is thread-safe and waits for nothing of the mock's. */
final class AppleNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AppleNotifier.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofDays(1);
    private static final String ISSUER = "https://appleid.apple.com";

    private final Clock clock;
    private final NotificationLog<AppleNotification> posted = new NotificationLog<>();
    private @Nullable OkHttpClient http;
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "clientauth-mock-notifications");
        thread.setDaemon(true);
        return thread;
    });

    AppleNotifier(Clock clock) {
        this.clock = clock;
    }

    /** The body of a notification, in the form that servers receive: events are a text of JSON, their time in milliseconds. */
    static String body(IdentityKeys keys, String clientId, AppleEvent event, Map<String, String> about, Instant now) {
        Map<String, Object> events = new LinkedHashMap<>();
        events.put("type", event.type());
        events.putAll(about);
        events.put("event_time", now.toEpochMilli());
        String payload = keys.signed(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(clientId)
                .expirationTime(Date.from(now.plus(LIFE)))
                .issueTime(Date.from(now))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", JsonText.of(events))
                .build());
        return JsonText.of(Map.of("payload", payload));
    }

    /** Posts once and waits for the answer. */
    void post(URI endpoint, AppleEvent event, String body) {
        posted.add(new AppleNotification(clock.instant(), endpoint, event, body, status(endpoint, body)));
    }

    /** Posts once, soon. */
    void postLater(URI endpoint, AppleEvent event, String body) {
        background.execute(() -> post(endpoint, event, body));
    }

    List<AppleNotification> posted() {
        return posted.all();
    }

    /** Made when it is first needed: most mocks notify nobody. */
    private synchronized OkHttpClient http() {
        if (http == null) {
            http = new OkHttpClient.Builder()
                    .callTimeout(LONGEST)
                    .followRedirects(false)
                    .retryOnConnectionFailure(false)
                    .build();
        }
        return http;
    }

    private OptionalInt status(URI endpoint, String body) {
        Request request = new Request.Builder()
                .url(endpoint.toString())
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try (Response response = http().newCall(request).execute()) {
            return OptionalInt.of(response.code());
        } catch (IOException e) {
            LOG.warn("Nobody at {} took a notification: {}", endpoint, e.toString());
            return OptionalInt.empty();
        }
    }

    @Override
    public synchronized void close() {
        background.shutdownNow();
        if (http != null) {
            http.connectionPool().evictAll();
        }
    }
}
