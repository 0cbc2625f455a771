// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.AccountEvent.Notification;
import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Apple, "Processing changes for Sign in with Apple accounts", and forum 655485 on what is really sent. */
class AccountEventTest {
    private static final String SUB = "820417.faa325acbc78e1be1668ba852d492d8a.0219";

    private final MovableClock clock = new MovableClock();
    private final FakeApple apple = FakeApple.start();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private final Map<String, Object> event = new LinkedHashMap<>();
    private AccountEventVerifier verifier;

    @BeforeEach
    void publish() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        long now = clock.instant().getEpochSecond();
        claims.put("iss", "https://appleid.apple.com");
        claims.put("aud", "com.example.app");
        claims.put("exp", now + 86400);
        claims.put("iat", now);
        claims.put("jti", "abede67d-8c4f-4a1e-9b0c-2f1d3e4a5b6c");
        event.put("type", "consent-revoked");
        event.put("sub", SUB);
        event.put("event_time", 1508184845123L);
        verifier = AccountEventVerifier.of(
                        AppleKeys.at(apple.endpoints(), HttpTransport.standard(), clock),
                        Set.of("com.example.app", "com.example.web"))
                .withClock(clock);
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    private String body() {
        claims.put("events", TestTokens.json(event));
        return body(TestTokens.token(TestTokens.KEY, claims));
    }

    private static String body(String jws) {
        return TestTokens.json(Map.of("payload", jws));
    }

    private AccountEvent read(String type) {
        event.put("type", type);
        return verifier.verify(body());
    }

    private void rejected(Check check, String body) {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(body))
                .satisfies(e -> assertThat(e.check()).isEqualTo(check));
    }

    private Notification notification() {
        return new Notification(
                "abede67d-8c4f-4a1e-9b0c-2f1d3e4a5b6c",
                "com.example.app",
                Instant.ofEpochSecond(clock.instant().getEpochSecond()));
    }

    @Test
    void eventsAsAJsonStringAreRead() {
        assertThat(read("consent-revoked"))
                .isEqualTo(new AccountEvent.ConsentRevoked(
                        notification(), SUB, Instant.parse("2017-10-16T20:14:05.123Z")));
    }

    @Test
    void eventsAsAnObjectAreRead() {
        claims.put("events", event);
        assertThat(verifier.verify(body(TestTokens.token(TestTokens.KEY, claims))))
                .isEqualTo(new AccountEvent.ConsentRevoked(
                        notification(), SUB, Instant.parse("2017-10-16T20:14:05.123Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"account-deleted", "account-delete"})
    void bothTypesOfAccountDeletionAreRead(String type) {
        assertThat(read(type)).isInstanceOf(AccountEvent.AccountDeleted.class);
    }

    @Test
    void emailEventsHaveTheAddressAndPrivacyAsStringOrBoolean() {
        event.put("email", "ep9ks2tnph@privaterelay.appleid.com");
        event.put("is_private_email", "true");
        assertThat(read("email-disabled")).isInstanceOfSatisfying(AccountEvent.EmailDisabled.class, disabled -> {
            assertThat(disabled.email()).contains("ep9ks2tnph@privaterelay.appleid.com");
            assertThat(disabled.isPrivateEmail()).isTrue();
        });
        event.put("is_private_email", false);
        event.remove("email");
        assertThat(read("email-enabled")).isInstanceOfSatisfying(AccountEvent.EmailEnabled.class, enabled -> {
            assertThat(enabled.email()).isEmpty();
            assertThat(enabled.isPrivateEmail()).isFalse();
        });
    }

    @Test
    void anEventOfAnUnknownTypeIsKept() {
        event.put("novelty", 7);
        assertThat(read("account-renamed")).isInstanceOfSatisfying(AccountEvent.Unknown.class, unknown -> {
            assertThat(unknown.type()).isEqualTo("account-renamed");
            assertThat(unknown.members()).containsEntry("novelty", 7);
        });
    }

    @Test
    void theJtiIdentifiesDuplicates() {
        String body = body();
        assertThat(verifier.verify(body).notification().id())
                .isEqualTo(verifier.verify(body).notification().id())
                .isEqualTo("abede67d-8c4f-4a1e-9b0c-2f1d3e4a5b6c");
    }

    @Test
    void withoutEventTimeTheTimeIsThatOfTheSignature() {
        event.remove("event_time");
        assertThat(read("consent-revoked").at().getEpochSecond())
                .isEqualTo(clock.instant().getEpochSecond());
    }

    @Test
    void anEventWithAnotherAudienceOrIssuerIsRejected() {
        claims.put("aud", "com.attacker.app");
        rejected(Check.AUDIENCE, body());
        claims.put("aud", "com.example.app");
        claims.put("iss", "https://account.apple.com");
        rejected(Check.ISSUER, body());
        assertThatIllegalArgumentException().isThrownBy(() -> AccountEventVerifier.of(AppleKeys.apple(), Set.of()));
    }

    @Test
    void anEventNotSignedByAppleIsRejected() {
        claims.put("events", event);
        rejected(Check.SIGNATURE, body(TestTokens.token(TestTokens.OTHER, TestTokens.header(TestTokens.KEY), claims)));
        rejected(
                Check.ALGORITHM,
                body(TestTokens.part("{\"alg\":\"none\"}") + "." + TestTokens.part(TestTokens.json(claims)) + ".AA"));
    }

    @Test
    void anOldEventIsRejectedByItsExpOrADayAfterItsIat() {
        String withExp = body();
        claims.remove("exp");
        String without = body();
        clock.advance(Duration.ofSeconds(86400 + 59));
        assertThat(verifier.verify(withExp)).isEqualTo(verifier.verify(without));
        clock.advance(Duration.ofSeconds(2));
        rejected(Check.EXPIRY, withExp);
        rejected(Check.EXPIRY, without);
    }

    @ParameterizedTest
    @MethodSource("notATime")
    void anExpiryThatIsNotATimeIsRejected(Object exp) {
        claims.put("exp", exp);
        rejected(Check.EXPIRY, body());
    }

    @ParameterizedTest
    @MethodSource("notATime")
    void aNotBeforeThatIsNotATimeIsRejected(Object nbf) {
        claims.put("nbf", nbf);
        rejected(Check.NOT_BEFORE, body());
    }

    @ParameterizedTest
    @MethodSource("notATime")
    void anIssueTimeThatIsNotATimeIsRejected(Object iat) {
        claims.put("iat", iat);
        rejected(Check.ISSUED_AT, body());
    }

    static List<Object> notATime() {
        return List.of(
                "never",
                "9999999999",
                "2030-01-01T00:00:00Z",
                -1,
                9_999_999_999.5,
                1e40,
                9_999_999_999_999L,
                true,
                List.of(9_999_999_999L),
                Map.of());
    }

    @Test
    void aNotificationIsRejectedBeforeItsNbf() {
        long now = clock.instant().getEpochSecond();
        for (long later : new long[] {61, 3600, 86400L * 365}) {
            claims.put("nbf", now + later);
            rejected(Check.NOT_BEFORE, body());
        }
        claims.put("nbf", now + 60);
        assertThat(verifier.verify(body())).isInstanceOf(AccountEvent.ConsentRevoked.class);
        claims.put("nbf", now - 60);
        assertThat(verifier.verify(body())).isInstanceOf(AccountEvent.ConsentRevoked.class);
    }

    @Test
    void everyVariantOfTheLastSignatureCharacterIsTheSameNotification() {
        String jws = TestTokens.token(TestTokens.KEY, withEvents());
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(jws.charAt(jws.length() - 1)) & ~15;
        for (int i = 0; i < 16; i++) {
            String spelled = jws.substring(0, jws.length() - 1) + alphabet.charAt(last + i);
            assertThat(verifier.verify(body(spelled)).notification()).isEqualTo(notification());
        }
    }

    private Map<String, Object> withEvents() {
        claims.put("events", TestTokens.json(event));
        return claims;
    }

    @Test
    void anIdentityTokenIsNotAnAccountEvent() {
        rejected(Check.KIND, body(TestTokens.token(TestTokens.KEY, withAppAudience(TestTokens.claims(clock)))));
    }

    private static Map<String, Object> withAppAudience(Map<String, Object> identity) {
        identity.put("aud", "com.example.app");
        return identity;
    }

    @Test
    void eventsWithoutTypeSubOrJtiAreRejected() {
        for (String member : List.of("type", "sub")) {
            Object value = event.remove(member);
            rejected(Check.KIND, body());
            event.put(member, value);
        }
        claims.remove("jti");
        rejected(Check.KIND, body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"payload\":null}", "{\"payload\":{}}", "payload=x", "<xml/>"})
    void aBodyThatIsNotANotificationIsRejected(String body) {
        rejected(Check.FORM, body);
    }

    @Test
    void largeAndDeepBodiesAreRejected() {
        rejected(Check.SIZE, "{\"payload\":\"" + "a".repeat(1 << 20) + "\"}");
        rejected(Check.FORM, "{\"payload\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
        claims.put("events", "{\"a\":".repeat(500) + "1" + "}".repeat(500));
        rejected(Check.KIND, body(TestTokens.token(TestTokens.KEY, claims)));
        claims.put("events", List.of(event));
        rejected(Check.KIND, body(TestTokens.token(TestTokens.KEY, claims)));
    }

    @Test
    void noEventShowsPersonalData() {
        event.put("email", "ep9ks2tnph@privaterelay.appleid.com");
        for (String type :
                List.of("consent-revoked", "account-deleted", "email-enabled", "email-disabled", "account-renamed")) {
            assertThat(read(type).toString())
                    .contains("com.example.app", "abede67d")
                    .doesNotContain("ep9ks2tnph")
                    .doesNotContain(SUB);
        }
    }
}
