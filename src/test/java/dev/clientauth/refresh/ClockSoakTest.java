// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sixteen readers while the clock of this machine and the {@code Date} header of the provider jump. The system property
 * {@code clientauth.soak} sets for how many seconds; 15 by default.
 */
@Tag("slow")
@DisplayName("Traffic while both clocks jump")
class ClockSoakTest {
    private static final int SECONDS = Integer.getInteger("clientauth.soak", 15);
    private static final int READERS = 16;
    private static final int TOKEN_LIFE = 2;

    /** For how long the clock must be right again before a refusal has to be explained: a request may be in flight. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(2);

    /**
     * After a correction that was accepted while the clock was wrong, the first request of each client after the clock was
     * set right is refused. Its {@code Date} header ends the correction.
     */
    private static final int MAX_OUTDATED_CORRECTIONS = 2;

    private static final Duration MAX_CORRECTION = Duration.ofMinutes(15);

    private static final Duration LEEWAY = Duration.ofSeconds(60);
    private static final Pattern JWT = Pattern.compile("client_assertion=([\\w.-]+)");
    private static final List<Duration> JUMPS = List.of(
            Duration.ofHours(-1),
            Duration.ofHours(1),
            Duration.ofDays(3 * 365),
            Duration.ofDays(-3 * 365),
            Duration.ofMinutes(-10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(-3),
            Duration.ofSeconds(3));
    private static final double SLEW = 0.05;

    private final Random random = new Random(1);
    private final SettableClock clock = new SettableClock();
    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final LongAdder reads = new LongAdder();
    private final LongAdder failedReads = new LongAdder();
    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> expirations = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger outdatedCorrections = new AtomicInteger();
    private volatile Duration date = Duration.ZERO;

    @Test
    void noExpiredTokenIsUsedAndARightClockIsNeverRefused() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return respond(request.getBody().utf8());
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
        ClientAuthenticator alone = client().build();
        ClientAuthenticator sharing =
                client().tokenStore(new InMemoryTokenStore(clock)).build();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            ClientAuthenticator client = i % 2 == 0 ? alone : sharing;
            running.add(readers.submit(() -> read(client)));
        }
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(SECONDS)) {
            boolean isSlewed = random.nextInt(5) == 0;
            clock.set(
                    isSlewed ? Duration.ZERO : JUMPS.get(random.nextInt(JUMPS.size())),
                    isSlewed ? SLEW * (random.nextBoolean() ? 1 : -1) : 0);
            date = random.nextBoolean() ? Duration.ZERO : JUMPS.get(random.nextInt(JUMPS.size()));
            TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1300));
            outdatedCorrections.set(0);
            clock.set(Duration.ZERO, 0);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(6000));
        }
        clock.set(Duration.ZERO, 0);
        over.set(true);
        for (Future<?> reader : running) {
            reader.get(60, TimeUnit.SECONDS);
        }
        readers.shutdown();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        String summary = seconds + " s, " + reads + " reads, " + failedReads + " failed reads, " + issued + " tokens, "
                + refused + " requests refused, " + server.getRequestCount() + " requests";
        System.out.println(summary);

        assertThat(mistakes).as(summary).isEmpty();
        assertThat(issued).as(summary).hasValueGreaterThan(SECONDS / 4);
        assertThat(server.getRequestCount()).as(summary).isLessThan((int) (2 * 2 * (RequestRateLimit.BURST + seconds)));
        assertRecovers(alone);
        assertRecovers(sharing);
        server.close();
    }

    private ClientAuthenticator.Builder client() {
        return Clients.epic(URI.create("http://127.0.0.1:" + server.getPort() + "/token"))
                .clock(clock);
    }

    /** A right clock gets a token, once the pause after the last failure has ended. */
    private static void assertRecovers(ClientAuthenticator client) throws Exception {
        long begun = System.nanoTime();
        while (true) {
            try {
                assertThat(client.accessToken().value()).startsWith("token-");
                return;
            } catch (TokenTransportException | TokenRefusedException e) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(90));
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private void read(ClientAuthenticator client) {
        while (!over.get()) {
            long before = System.nanoTime();
            try {
                AccessToken token = client.accessToken();
                reads.increment();
                long late = before - expirations.get(token.value());
                if (late >= 0) {
                    mistakes.add(token.value() + " was returned " + Duration.ofNanos(late) + " after it had expired");
                }
            } catch (TokenTransportException | TokenRefusedException e) {
                failedReads.increment();
            } catch (RuntimeException e) {
                mistakes.add("a read failed with " + e);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Judges the assertion by the real time. */
    private MockResponse respond(String body) {
        Instant now = Instant.now();
        MockResponse.Builder response = new MockResponse.Builder()
                .addHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                now.plus(date).atOffset(ZoneOffset.UTC)));
        JWTClaimsSet claims = claims(body);
        if (isValid(claims, now)) {
            String token = "token-" + issued.incrementAndGet();
            expirations.put(token, System.nanoTime() + TimeUnit.SECONDS.toNanos(TOKEN_LIFE));
            return response.body("{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                            + TOKEN_LIFE + "}")
                    .build();
        }
        Duration right = clock.right();
        Duration deviation = Duration.between(now, claims.getIssueTime().toInstant());
        if (right.compareTo(IN_FLIGHT) > 0
                && (deviation.abs().compareTo(MAX_CORRECTION.plus(LEEWAY)) > 0
                        || (date.isZero() && outdatedCorrections.incrementAndGet() > MAX_OUTDATED_CORRECTIONS))) {
            mistakes.add("a request issued at " + deviation + " was refused " + right + " after the clock was right");
        }
        refused.incrementAndGet();
        return response.code(401).body("{\"error\":\"invalid_client\"}").build();
    }

    private static JWTClaimsSet claims(String body) {
        Matcher assertion = JWT.matcher(body);
        if (!assertion.find()) {
            throw new AssertionError("no assertion");
        }
        try {
            return SignedJWT.parse(assertion.group(1)).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isValid(JWTClaimsSet claims, Instant now) {
        Instant expiresAt = claims.getExpirationTime().toInstant();
        return claims.getIssueTime().toInstant().isBefore(now.plus(LEEWAY))
                && expiresAt.isAfter(now)
                && expiresAt.isBefore(now.plus(Duration.ofMinutes(5)).plus(LEEWAY));
    }
}
