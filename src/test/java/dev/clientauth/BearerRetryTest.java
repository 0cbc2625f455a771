// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BearerRetryTest {
    private static final URI API = URI.create("https://api.example.com/v1");
    private static final Function<String, String> NO_HEADERS = name -> null;

    private final NumberedTokens tokens = new NumberedTokens();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final BearerRetry bearer = BearerRetry.of(tokens, nanos::get, API);

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1, true",
        "HTTPS://API.example.com:443/v1/devices?limit=3, true",
        "https://api.example.com/v1/, true",
        "https://api.example.com/v10, false",
        "https://api.example.com/, false",
        "https://api.example.com, false",
        "https://api.example.com:444/v1, false",
        "http://api.example.com/v1, false",
        "https://api.example.com.evil.example/v1, false",
        "https://evil.example/v1, false",
        "https://api.example.com@evil.example/v1, false",
        "https://api.example.com/v1/../v2, false",
        "https://api.example.com/v1/%2e%2E/v2, false",
        "https://api.example.com/v1/.%2e;x=1/v2, false",
        "https://api.example.com/v1/a..b/c, true",
        "https://api.example.com//v1, false",
        "mailto:api@example.com, false",
        "/v1, false"
    })
    void onlyUrlsBelowTheBaseReceiveTheToken(URI url, boolean isAllowed) {
        assertThat(bearer.start(url).isPresent()).isEqualTo(isAllowed);
        assertThat(tokens.fetched()).isZero();
    }

    @Test
    void spellingsOfOneIpv6AddressAreEqual() {
        BearerRetry local = BearerRetry.of(tokens, URI.create("http://[::1]:8080/"));
        assertThat(local.start(URI.create("http://[0:0:0:0:0:0:0:1]:8080/x"))).isPresent();
        assertThat(local.start(URI.create("http://[::2]:8080/x"))).isEmpty();
    }

    @Test
    void aBaseWithDotSegmentsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BearerRetry.of(tokens, URI.create("https://api.example.com/v1/../v2")))
                .withMessageContaining("segments");
    }

    @Test
    void aRejectedTokenIsInvalidatedAndReplacedOnce() throws Exception {
        BearerRetry.Call call = start();
        assertThat(call.authorization()).isEqualTo("Bearer token-1");
        assertThat(call.retryDelay(401, NO_HEADERS)).contains(Duration.ZERO);
        assertThat(call.authorization()).isEqualTo("Bearer token-2");
        nanos.addAndGet(BearerRetry.PAUSE.toNanos());
        assertThat(call.retryDelay(401, NO_HEADERS)).isEmpty();
        assertThat(tokens.dropped).containsExactly("token-1", "token-2");
    }

    @Test
    void anApiThatRejectsEveryTokenCausesOneTokenRequestIn30Seconds() throws Exception {
        for (int i = 0; i < 5; i++) {
            BearerRetry.Call call = start();
            do {
                call.authorization();
            } while (call.awaitRetry(401, NO_HEADERS));
        }
        assertThat(tokens.fetched()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 403, 404, 500, 503})
    void otherStatusesAreTheResult(int status) throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        assertThat(call.retryDelay(status, name -> "1")).isEmpty();
        assertThat(tokens.dropped).isEmpty();
    }

    @Test
    void retryAfterSaysWhenToSendAgain() throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        assertThat(delay(call, "17")).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(17));
        assertThat(tokens.dropped).isEmpty();
    }

    @Test
    void retryAfterAsADateIsReadByTheClockOfTheServer() throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        Function<String, String> headers = name -> switch (name) {
            case "Retry-After" -> "Mon, 06 Jan 2025 10:00:20 GMT";
            case "Date" -> "Mon, 06 Jan 2025 10:00:00 GMT";
            default -> null;
        };
        assertThat(call.retryDelay(429, headers).orElseThrow())
                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));
    }

    @Test
    void withoutRetryAfterTheDelayIsRandomUpToASecond() throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        assertThat(delay(call, null)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @Test
    void aRateLimitThatNeverEndsIsTheResultAfterFiveRetries() throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        for (int i = 0; i < 5; i++) {
            assertThat(call.retryDelay(429, name -> "0")).isPresent();
        }
        assertThat(call.retryDelay(429, name -> "0")).isEmpty();
    }

    @Test
    void aLongerDelayThanAllowedIsTheResultAtOnce() throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        assertThat(call.retryDelay(429, name -> "61")).isEmpty();
        BearerRetry.Call patient =
                bearer.withMaxWait(Duration.ofMinutes(2)).start(API).orElseThrow();
        assertThat(patient.retryDelay(429, name -> "61")).isPresent();
        BearerRetry.Call impatient =
                bearer.withMaxWait(Duration.ZERO).start(API).orElseThrow();
        assertThat(impatient.retryDelay(429, name -> "0")).isEmpty();
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call.awaitRetry(429, name -> "30")).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void withoutATokenTheCallerGetsTheReasonInBothForms() {
        TokenTransportException cause = new TokenTransportException("No response.", true, null);
        tokens.failure = cause;
        BearerRetry.Call call = start();
        assertThatThrownBy(call::authorization)
                .isInstanceOf(TokenUnavailableException.class)
                .hasCause(cause);
        assertThatThrownBy(() -> call.authorizationAsync().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(TokenUnavailableException.class)
                .hasCause(cause);
    }

    @Test
    void noTextShowsTheToken() throws Exception {
        BearerRetry.Call call = start();
        call.authorization();
        call.retryDelay(401, NO_HEADERS);
        assertThat(call + " " + bearer).doesNotContain("token-1");
    }

    private static Duration delay(BearerRetry.Call call, String retryAfter) {
        Optional<Duration> delay = call.retryDelay(429, name -> name.equals("Retry-After") ? retryAfter : null);
        return delay.orElseThrow();
    }

    private BearerRetry.Call start() {
        return bearer.start(API).orElseThrow();
    }
}
