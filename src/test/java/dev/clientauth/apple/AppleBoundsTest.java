// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisplayName("The last value that is accepted, the first that is not, and what each object shows of itself")
class AppleBoundsTest {
    private static final String SAFE = "https://appleid.apple.com/auth";
    private static final Instant AT = Instant.parse("2026-11-27T00:00:00Z");
    private static final AccountEvent.Notification NOTIFICATION =
            new AccountEvent.Notification("id", "com.example.web", AT);
    private static final PendingSignIn PENDING = new PendingSignIn(
            "com.example.web", URI.create("https://www.example.com/callback"), "state", "nonce", false);

    private static AppleEndpoints endpoints(int changed, String url) {
        List<URI> urls = new ArrayList<>(Collections.nCopies(5, URI.create(SAFE)));
        urls.set(changed, URI.create(url));
        return new AppleEndpoints(urls.get(0), urls.get(1), urls.get(2), urls.get(3), urls.get(4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void eachEndpointIsCheckedForItself(int changed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoints(changed, "http://appleid.apple.com/auth"))
                .withMessageStartingWith("The endpoint is http://appleid.apple.com with no query; expected https");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoints(changed, SAFE + "?a=b"))
                .withMessageStartingWith("The endpoint is https://appleid.apple.com with a query or fragment;");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoints(changed, SAFE + "#a"))
                .withMessageStartingWith("The endpoint is https://appleid.apple.com with a query or fragment;");
    }

    @Test
    void anEventNeedsASubject() {
        List<Runnable> events = List.of(
                () -> new AccountEvent.ConsentRevoked(NOTIFICATION, " ", AT),
                () -> new AccountEvent.AccountDeleted(NOTIFICATION, " ", AT),
                () -> new AccountEvent.EmailEnabled(NOTIFICATION, " ", AT, Optional.empty(), false),
                () -> new AccountEvent.EmailDisabled(NOTIFICATION, " ", AT, Optional.empty(), false),
                () -> new AccountEvent.Unknown(NOTIFICATION, " ", AT, "type", Map.of()));
        assertThat(events)
                .allSatisfy(event -> assertThatIllegalArgumentException()
                        .isThrownBy(event::run)
                        .withMessageContaining("subject"));
    }

    @Test
    void eachObjectShowsWhatIsNotSecret() {
        try (SignInFixture f = new SignInFixture()) {
            assertThat(f.signIn).hasToString("AppleSignIn[com.example.web, com.example.app]");
            assertThat(f.signIn.accountEvents().toString())
                    .isIn(
                            "AccountEventVerifier[com.example.app, com.example.web]",
                            "AccountEventVerifier[com.example.web, com.example.app]");
            assertThat(f.signIn.userMigration(SignInFixture.WEB)).hasToString("UserMigration[com.example.web]");
            assertThat(AppleKeys.at(f.apple.endpoints(), HttpTransport.standard(), f.clock))
                    .hasToString("AppleKeys[" + f.apple.endpoints().keys() + "]");
        }
        assertThat(PENDING).hasToString("PendingSignIn[com.example.web, https://www.example.com/callback]");
        assertThat(new StoredSignIn("com.example.web", "refresh", AT))
                .hasToString("StoredSignIn[com.example.web, next check at 2026-11-27T00:00:00Z]");
        assertThat(new UserDetails(Optional.of("Ann"), Optional.empty(), Optional.empty()))
                .hasToString("UserDetails[not shown]");
        assertThat(new Callback.Authorized("code", Optional.empty(), Optional.empty()))
                .hasToString("Authorized[not shown]");
    }

    @Test
    void aCallbackMayBeSixtyFourKibibytesLongAndAValueSixteen() {
        String form = "state=state&code=c&x=&y=";
        assertThat(PENDING.read(form + "y".repeat(16_384))).isInstanceOf(Callback.Authorized.class);
        assertThat(PENDING.read(form + "y".repeat(65_536 - form.length()))).isInstanceOf(Callback.Authorized.class);
        assertThatExceptionOfType(CallbackRejectedException.class)
                .isThrownBy(() -> PENDING.read(form + "y".repeat(65_537 - form.length())))
                .withMessageContaining("it is 65537 characters long; expected at most 65536.");
        String code = "c".repeat(16_384);
        assertThat(((Callback.Authorized) PENDING.read("state=state&code=" + code)).code())
                .isEqualTo(code);
        assertThatExceptionOfType(CallbackRejectedException.class)
                .isThrownBy(() -> PENDING.read("state=state&code=c" + code))
                .withMessageContaining("its code is 16385 characters long; expected at most 16384.");
    }

    @Test
    void anEmptyNameInAFormIsAName() {
        assertThat(CallbackReader.decode("=value&name=&name")).containsOnlyKeys("", "name");
        assertThat(CallbackReader.decode("=value").get("")).containsExactly("value");
    }

    @ParameterizedTest
    @CsvSource({"408, true", "429, true", "499, false", "500, true", "400, false"})
    void aRefusalIsRetryableByItsStatus(int status, boolean isRetryable) {
        OAuthError error = new OAuthError("invalid_client", Optional.empty(), Optional.empty());
        assertThat(AppleRefusedException.of(status, error, null).isRetryable()).isEqualTo(isRetryable);
    }

    @Test
    void aTextIsCutAfterOneHundredAndTwentyCharacters() {
        assertThat(RedactedText.text("a b".repeat(40))).isEqualTo("a b".repeat(40));
        assertThat(RedactedText.text("a b".repeat(40) + "c")).isEqualTo("a b".repeat(40) + "…");
    }

    @Test
    void theToleranceIsAtMostFiveMinutes() {
        TrustedClaims claims = TrustedClaims.of(Set.of("com.example.web"));
        assertThat(claims.withTolerance(Duration.ofMinutes(5)).tolerance()).isEqualTo(Duration.ofMinutes(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claims.withTolerance(Duration.ofMinutes(5).plusNanos(1)))
                .withMessageStartingWith("The tolerance is PT5M0.000000001S; expected 0 to PT5M.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClaims.of(Set.of()))
                .withMessageStartingWith("There is no audience;");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClaims.of(Set.of(" ")))
                .withMessageStartingWith("There is an empty audience;");
    }

    @Test
    void aTimeIsFromNineteenSeventyToTheYear5138() {
        assertThat(TrustedClaims.instant(Map.of("iat", 0), "iat")).contains(Instant.EPOCH);
        assertThat(TrustedClaims.instant(Map.of("iat", -1), "iat")).isEmpty();
        assertThat(TrustedClaims.instant(Map.of("iat", 99_999_999_999L), "iat"))
                .contains(Instant.ofEpochSecond(99_999_999_999L));
        assertThat(TrustedClaims.instant(Map.of("iat", 100_000_000_000L), "iat"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void aMigrationProcessesOneToThirtyTwoUsersAtATime(int people) {
        try (SignInFixture f = new SignInFixture()) {
            assertThat(f.signIn.userMigration(SignInFixture.WEB).withConcurrency(people))
                    .isNotNull();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> f.signIn.userMigration(SignInFixture.WEB).withConcurrency(33))
                    .withMessageStartingWith("The concurrency is 33; expected 1 to 32.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> f.signIn.userMigration(SignInFixture.WEB).withConcurrency(0))
                    .withMessageStartingWith("The concurrency is 0; expected 1 to 32.");
        }
    }

    @Test
    void aClientIdIsRequiredAndItsSyntaxIsChecked() {
        AppleSignIn.Builder builder = AppleSignIn.builder("DEF123GHIJ", SignInFixture.KEY);
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("needs a client id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppleSignIn.builder("DEF123GHIJ", SignInFixture.KEY)
                        .bundleId("DEF123GHIJ.com.example.app")
                        .build())
                .withMessageContaining("begins with a Team ID");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AppleSignIn.builder("DEF123GHIJ", SignInFixture.KEY)
                        .bundleId(" com.example.app")
                        .build())
                .withMessageContaining("white space");
    }

    @Test
    void aCodeIsNotSentWithoutApplesKeys() {
        try (SignInFixture f = new SignInFixture()) {
            f.apple.respondingWith("/auth/keys", 503, "");
            PendingSignIn pending = f.pending();
            assertThatExceptionOfType(TokenTransportException.class)
                    .isThrownBy(() -> f.signIn.exchange(pending, SignInFixture.callback(pending, "code")))
                    .withMessageStartingWith("The code was not sent, because the user cannot be verified");
            assertThat(f.apple.requests("/auth/token")).isEmpty();
        }
    }

    @Test
    void aCodeThatWasNotSentCanBeExchangedAgain() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (SignInFixture f = new SignInFixture()) {
            AppleEndpoints fake = f.apple.endpoints();
            AppleSignIn signIn = AppleSignIn.builder("DEF123GHIJ", SignInFixture.KEY)
                    .servicesId(SignInFixture.WEB)
                    .endpoints(new AppleEndpoints(
                            fake.authorize(),
                            URI.create("http://127.0.0.1:" + closed + "/auth/token"),
                            fake.revoke(),
                            fake.keys(),
                            fake.userMigration()))
                    .build();
            PendingSignIn pending =
                    signIn.authorization(SignInFixture.REDIRECT).build().pending();
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(TokenTransportException.class)
                        .isThrownBy(() -> signIn.exchange(pending, SignInFixture.callback(pending, "code")))
                        .matches(e -> !e.isSent(), "not sent");
            }
        }
    }
}
