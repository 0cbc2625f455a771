// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.redis.RedisTokenStore;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenEvent;
import org.slf4j.LoggerFactory;

import javax.crypto.spec.SecretKeySpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The program that runs in each JVM of a {@link Fleet}: threads that request the token repeatedly.
 *
 * <p>It reads its secrets and commands from standard input, and writes its results to standard output. It ends with its
 * parent process.
 */
final class FleetMember {
    static final String MARK = "@ ";
    private static final long PAUSE_MILLIS = 5;

    /** Long enough for many JVMs that start at once on a small machine. */
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

    private final ClientAuthenticator authenticator;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private volatile boolean running = true;

    private FleetMember(ClientAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Arguments: Redis, token endpoint, threads, lease in milliseconds. */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        SigningKey key = SigningKey.parse(orders.readLine());
        byte[] storeKey = Base64.getDecoder().decode(orders.readLine());
        try (RedisTokenStore store = RedisTokenStore.builder(new SecretKeySpec(storeKey, "AES"))
                .timeout(STORE_TIMEOUT)
                .connect(args[0])) {
            FleetMember member = new FleetMember(
                    ClientAuthenticator.builder(PrivateKeyJwt.withTokenEndpointAudience(URI.create(args[1])))
                            .clientId("fleet")
                            .signingKey(key)
                            .tokenStore(store)
                            .lease(Duration.ofMillis(Long.parseLong(args[3])))
                            .listener(FleetMember::onEvent)
                            .build());
            member.run(orders, Integer.parseInt(args[2]));
        }
    }

    private static void onEvent(TokenEvent event) {
        if (event instanceof TokenEvent.Requested) {
            say("requested");
        }
    }

    private void run(BufferedReader orders, int threads) throws IOException, InterruptedException {
        say("ready");
        if (!"go".equals(orders.readLine())) {
            return;
        }
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread reader = new Thread(this::read, "reader-" + i);
            reader.setDaemon(true);
            reader.start();
            readers.add(reader);
        }
        orders.readLine();
        running = false;
        for (Thread reader : readers) {
            reader.join(TimeUnit.SECONDS.toMillis(5));
        }
        say("done " + reads + " " + TimeUnit.NANOSECONDS.toMillis(slowest.get()));
    }

    private void read() {
        try {
            while (running) {
                Instant asked = Instant.now();
                long start = System.nanoTime();
                AccessToken token = authenticator.accessToken();
                long taken = System.nanoTime() - start;
                slowest.accumulateAndGet(taken, Math::max);
                reads.incrementAndGet();
                // Not now: a token may be returned in its last milliseconds, and this thread may be delayed
                // afterwards.
                if (!asked.isBefore(token.expiresAt())) {
                    say("failed: an expired token");
                }
                if (seen.add(token.value())) {
                    say("token " + token.value());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (RuntimeException | InterruptedException e) {
            say("failed: " + e);
        }
    }

    private static synchronized void say(String what) {
        System.out.println(MARK + what.replace('\n', ' '));
    }
}
