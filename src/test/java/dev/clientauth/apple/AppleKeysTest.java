// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.fakes.Crowd;
import dev.clientauth.fakes.EndlessServer;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Apple, "Fetch Apple's public key for verifying token signature", and the mistakes of clients that read it. */
class AppleKeysTest {
    private static final String PATH = "/auth/keys";

    private final MovableClock clock = new MovableClock();
    private final FakeApple apple = FakeApple.start();
    private final AppleKeys keys =
            AppleKeys.at(apple.endpoints(), HttpTransport.standard(), clock, new ElapsedClock(clock, clock::nanoTime));

    @AfterEach
    void stop() {
        apple.close();
    }

    private int fetches() {
        return apple.requests(PATH).size();
    }

    private void down() {
        apple.respondingWith(PATH, 503, "Service Unavailable");
    }

    @Test
    void aKeyIsFound() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        assertThat(keys.find("fh6Bs8C")).contains(TestTokens.KEY.toPublicJWK());
    }

    /** parse-community/parse-server 6408: the first key was used, regardless of the kid. */
    @Test
    void ofSeveralKeysTheOneWithTheKidIsUsed() {
        apple.publishing(TestTokens.OTHER.toPublicJWK(), TestTokens.KEY.toPublicJWK());
        assertThat(keys.find("fh6Bs8C")).contains(TestTokens.KEY.toPublicJWK());
        assertThat(keys.find("T8tIJ1zSrO")).contains(TestTokens.OTHER.toPublicJWK());
    }

    @Test
    void keysAreFetchedOnceForManyTokens() throws Exception {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        assertThat(Crowd.of(16).each(10, () -> keys.find("fh6Bs8C"))).allMatch(java.util.Optional::isPresent);
        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void aNewKeyIsFetchedForItsFirstToken() {
        apple.publishing(TestTokens.OTHER.toPublicJWK());
        assertThat(keys.find("T8tIJ1zSrO")).isPresent();
        apple.publishing(TestTokens.KEY.toPublicJWK());
        assertThat(keys.find("fh6Bs8C")).isPresent();
        assertThat(keys.find("T8tIJ1zSrO")).isEmpty();
    }

    @Test
    void unknownKidsDoNotCauseARequestEach() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        for (int i = 0; i < 100; i++) {
            assertThat(keys.find("unknown-" + i)).isEmpty();
        }
        assertThat(fetches()).isEqualTo(2);
        assertThat(keys.find("fh6Bs8C")).isPresent();
        clock.advance(Duration.ofSeconds(31));
        assertThat(keys.find("unknown")).isEmpty();
        assertThat(fetches()).isEqualTo(3);
    }

    @Test
    void keysAreFetchedAgainAfterFifteenMinutes() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        keys.load();
        clock.advance(Duration.ofMinutes(9));
        keys.load();
        assertThat(fetches()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(7));
        keys.load();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void inTheirLastFiveMinutesKeysAreRefreshedInTheBackground() throws Exception {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        keys.load();
        clock.advance(Duration.ofMinutes(11));
        assertThat(keys.find("fh6Bs8C")).isPresent();
        for (int i = 0; i < 1000 && fetches() < 2; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void keysAreUsedForTwelveHoursWhileTheEndpointIsDown() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        keys.load();
        down();
        for (int hours = 1; hours < 12; hours++) {
            clock.advance(Duration.ofHours(1));
            assertThat(keys.find("fh6Bs8C")).as("after %d hours", hours).isPresent();
        }
        clock.advance(Duration.ofMinutes(90));
        assertThatExceptionOfType(TokenTransportException.class).isThrownBy(() -> keys.find("fh6Bs8C"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1M", "PT-20H", "P-30D"})
    void aRevokedKeyIsNotFoundAfterFifteenMinutesEvenIfTheClockIsSetBack(String back) {
        apple.publishing(TestTokens.KEY.toPublicJWK(), TestTokens.OTHER.toPublicJWK());
        assertThat(keys.find("fh6Bs8C")).isPresent();
        clock.set(Duration.parse(back));
        apple.publishing(TestTokens.OTHER.toPublicJWK());
        clock.advance(Duration.ofMinutes(15).plusMillis(1));
        assertThat(keys.find("fh6Bs8C")).isEmpty();
        assertThat(keys.find("T8tIJ1zSrO")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1M", "PT-20H", "P-30D"})
    void anOutageIsToleratedForTwelveHoursEvenIfTheClockIsSetBack(String back) {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        keys.load();
        down();
        clock.set(Duration.parse(back));
        clock.advance(Duration.ofHours(12).plusMinutes(16));
        assertThatExceptionOfType(TokenTransportException.class).isThrownBy(() -> keys.find("fh6Bs8C"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT16M", "PT20H", "P30D"})
    void aClockSetForwardOrASuspensionCausesOneFetch(String forward) {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        keys.load();
        clock.set(Duration.parse(forward));
        assertThat(keys.find("fh6Bs8C")).isPresent();
        clock.set(Duration.parse(forward).negated());
        assertThat(keys.find("fh6Bs8C")).isPresent();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void anUnknownKidDuringAnOutageIsNotReportedAsForged() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        keys.load();
        down();
        assertThatExceptionOfType(TokenTransportException.class)
                .isThrownBy(() -> keys.find("new-key"))
                .withMessageContaining("cannot be fetched");
    }

    @Test
    void missingKeysAreReportedAndFetchedAgain() {
        down();
        assertThatExceptionOfType(TokenTransportException.class)
                .isThrownBy(keys::load)
                .withMessageContaining("HTTP 503");
        for (int i = 0; i < 50; i++) {
            assertThatExceptionOfType(TokenTransportException.class).isThrownBy(keys::load);
        }
        assertThat(fetches()).isEqualTo(2);
        apple.publishing(TestTokens.KEY.toPublicJWK());
        clock.advance(Duration.ofSeconds(31));
        assertThat(keys.find("fh6Bs8C")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{}",
                "[]",
                "null",
                "<html>",
                "",
                "{\"keys\":[null,7,{\"kty\":\"XYZ\"},{\"kty\":\"RSA\",\"kid\":\"a\"}]}"
            })
    void aSetWithoutAUsableKeyIsTreatedAsAnOutage(String response) {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        keys.load();
        apple.respondingWith(PATH, 200, response);
        clock.advance(Duration.ofMinutes(20));
        assertThat(keys.find("fh6Bs8C")).isPresent();
    }

    @Test
    void keysOfOtherTypesAreSkipped() throws Exception {
        RSAKey small = new RSAKeyGenerator(1024, true).keyID("small").generate();
        RSAKey encrypting = new RSAKey.Builder(TestTokens.OTHER.toRSAPublicKey())
                .keyID("enc")
                .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                .build();
        apple.publishing(
                new ECKeyGenerator(Curve.P_256).keyID("ec").generate().toPublicJWK(),
                small.toPublicJWK(),
                encrypting,
                TestTokens.KEY.toPublicJWK());
        assertThat(keys.find("ec")).isEmpty();
        assertThat(keys.find("small")).isEmpty();
        assertThat(keys.find("enc")).isEmpty();
        assertThat(keys.find("fh6Bs8C")).isPresent();
    }

    @Test
    void aRedirectIsNotFollowedAndAHugeSetNotRead() {
        apple.respondingWith(
                PATH,
                form -> new mockwebserver3.MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", apple.base() + "/elsewhere")
                        .build());
        assertThatExceptionOfType(TokenTransportException.class)
                .isThrownBy(keys::load)
                .withMessageContaining("HTTP 302");
        assertThat(apple.requests("/elsewhere")).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        apple.respondingWith(PATH, 200, "{\"keys\":[" + " ".repeat(2 << 20) + "]}");
        assertThatExceptionOfType(TokenTransportException.class)
                .isThrownBy(keys::load)
                .withMessageContaining("longer than");
    }

    @Test
    void anEndlessChunkExtensionIsNotRead() throws Exception {
        try (EndlessServer endless = EndlessServer.inAChunkExtension()) {
            AppleKeys bounded = AppleKeys.at(AppleEndpoints.at(endless.url("/")), HttpTransport.standard(), clock);
            assertThatExceptionOfType(TokenTransportException.class)
                    .isThrownBy(bounded::load)
                    .withMessageContaining("is longer than 1048576 bytes");
            assertThat(endless.served()).isLessThan(16L << 20);
        }
    }
}
