// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.examples.kms.FakeService.Fault;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Each adapter signs through the service's own client, and fails with a documented exception within its deadline. */
@Timeout(60)
class KmsSigningTest {
    private static final byte[] INPUT = "header.payload".getBytes(US_ASCII);
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    /** For the first call, which loads the client's classes. */
    private static final Duration LONG = Duration.ofSeconds(20);

    enum Service {
        AWS(AwsFake::new),
        GOOGLE(GoogleFake::new),
        AZURE(AzureFake::new),
        VAULT(VaultFake::new);

        private final Supplier<FakeService> start;

        Service(Supplier<FakeService> start) {
            this.start = start;
        }
    }

    private FakeService fake;

    @AfterEach
    void stop() {
        if (fake != null) {
            fake.close();
        }
    }

    private FakeService start(Service service) {
        fake = service.start.get();
        return fake;
    }

    /** A key that signs within a second, or not at all. The client's classes are loaded before. */
    private SigningKey keyWithShortDeadline(Service service) throws Exception {
        start(service).open(JWSAlgorithm.ES256, LONG);
        for (int tries = 1; ; tries++) {
            try {
                return fake.open(JWSAlgorithm.ES256, DEADLINE);
            } catch (UncheckedIOException e) {
                // The self-test took longer than a second on a busy machine.
                if (tries == 5) {
                    throw e;
                }
            }
        }
    }

    private static Stream<org.junit.jupiter.params.provider.Arguments> faults() {
        return Arrays.stream(Service.values())
                .flatMap(service -> Arrays.stream(Fault.values())
                        .filter(fault -> fault != Fault.NONE)
                        .map(fault -> org.junit.jupiter.params.provider.Arguments.of(service, fault)));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfTheServiceGetsTokensFromAppleAndEpic(Service service) throws Exception {
        start(service);
        try (MockProviderServer mock = MockProviderServer.start()) {
            SigningKey apple = fake.open(JWSAlgorithm.ES256, LONG).withKeyId("8136a1f6-c995-4010-b964-bc8278c107ef");
            SigningKey epic = fake.open(fake.rsa(), LONG);
            SigningKey epicEc = fake.open(JWSAlgorithm.ES384, LONG);

            String client = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
            assertThat(token(mock, "school", AppleSchoolManager.profile(), client, apple)).hasSize(43);
            String epicClient = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
            assertThat(token(mock, "epic", Epic.sandbox(), epicClient, epic)).hasSize(43);
            assertThat(token(mock, "epic", Epic.sandbox(), epicClient, epicEc)).hasSize(43);
            assertThat(fake.signRequests).as("one self-test and one assertion for each key").hasValue(6);
        }
    }

    private static String token(
            MockProviderServer mock, String provider, Profile profile, String client, SigningKey key)
            throws Exception {
        mock.provider(provider).register(client, key.publicJwk());
        return ClientAuthenticator.builder(profile)
                .clientId(client)
                .signingKey(key)
                .tokenEndpoint(mock.provider(provider).tokenEndpoint())
                .build()
                .accessToken()
                .value();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFailureIsTypedAndWithinTheDeadline(Service service, Fault fault) throws Exception {
        boolean isUpToTheDeadline = fault == Fault.THROTTLED || fault == Fault.BROKEN || fault == Fault.HANGS;
        SigningKey key = isUpToTheDeadline ? keyWithShortDeadline(service) : start(service).open(JWSAlgorithm.ES256, LONG);
        fake.fault = fault;

        long start = System.nanoTime();
        Throwable failure = catchThrowable(() -> key.sign(JWSAlgorithm.ES256, INPUT));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        if (isUpToTheDeadline) {
            assertThat(took).isLessThan(DEADLINE.plusSeconds(4));
        }
        assertTyped(failure, fault);
    }

    private static void assertTyped(Throwable failure, Fault fault) {
        switch (fault) {
            case THROTTLED, BROKEN, HANGS -> assertThat(failure)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("The remote signer is not available.");
            case DISABLED, DENIED -> assertThat(failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(GeneralSecurityException.class);
            case TOO_SHORT -> assertThat(failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("3 bytes for ES256");
            default -> assertThat(failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not verify");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegionThatIsDownIsTypedAndWithinTheDeadline(Service service) throws Exception {
        SigningKey key = keyWithShortDeadline(service);
        fake.stop();

        long start = System.nanoTime();
        assertThatThrownBy(() -> key.sign(JWSAlgorithm.ES256, INPUT)).isInstanceOf(UncheckedIOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plusSeconds(4));
    }

    @ParameterizedTest
    @EnumSource
    void anAuthenticatorReportsThatNothingWasSent(Service service) throws Exception {
        SigningKey key = start(service).open(JWSAlgorithm.ES256, LONG);
        try (MockProviderServer mock = MockProviderServer.start()) {
            ClientAuthenticator authenticator = ClientAuthenticator.builder(Epic.sandbox())
                    .clientId("36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4")
                    .signingKey(key)
                    .tokenEndpoint(mock.provider("epic").tokenEndpoint())
                    .build();
            fake.fault = Fault.DISABLED;

            assertThatThrownBy(authenticator::accessToken).isInstanceOf(TokenTransportException.class);
            assertThat(mock.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatCannotSignIsNotReturned(Service service) throws Exception {
        start(service).fault = Fault.DISABLED;

        assertThatThrownBy(() -> fake.open(JWSAlgorithm.ES256, LONG)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"AWS, 1", "AZURE, 2"})
    void theClientRetriesAThrottledRequest(Service service, int failures) throws Exception {
        start(service).failures = failures;
        fake.fault = Fault.THROTTLED;

        // AWS pauses for up to two seconds after a throttled request.
        SigningKey key = fake.open(JWSAlgorithm.ES256, LONG);

        assertThat(key.keyId()).contains(key.thumbprint());
        assertThat(fake.signRequests).hasValue(failures + 1);
    }

    @ParameterizedTest
    @EnumSource
    void manyCallersAreAllServedOrAllReleased(Service service) throws Exception {
        SigningKey shortDeadline = keyWithShortDeadline(service);
        List<Throwable> good = callers(fake.open(JWSAlgorithm.ES256, LONG), 40);
        fake.fault = Fault.HANGS;
        long start = System.nanoTime();
        List<Throwable> hanging = callers(shortDeadline, 40);

        assertThat(good).hasSize(40).containsOnlyNulls();
        assertThat(hanging).hasSize(40).allSatisfy(failure -> assertTyped(failure, Fault.HANGS));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private static List<Throwable> callers(SigningKey key, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Throwable>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(threads.submit(() -> catchThrowable(() -> key.sign(JWSAlgorithm.ES256, INPUT))));
            }
            List<Throwable> failures = new ArrayList<>();
            for (Future<Throwable> one : all) {
                failures.add(one.get());
            }
            return failures;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aGoogleKeyWithAnAlgorithmThatIsNotForAssertionsIsRejected() {
        assertThatThrownBy(() -> start(Service.GOOGLE).open(JWSAlgorithm.ES256K, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("EC_SIGN_SECP256K1_SHA256 is not an algorithm for client assertions.");
    }
}
