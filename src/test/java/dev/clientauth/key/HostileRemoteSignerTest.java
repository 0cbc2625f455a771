// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("A remote signer that misbehaves")
class HostileRemoteSignerTest {
    private static final byte[] INPUT = "header.payload".getBytes(US_ASCII);
    private static final SigningKey EC = SigningKey.generate(JWSAlgorithm.ES256);
    private static final SigningKey RSA = SigningKey.generate(JWSAlgorithm.RS256);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static SigningKey async(Function<byte[], CompletionStage<byte[]>> client, Duration deadline) {
        return SigningKey.remoteUntested(
                EC.publicJwk(), RemoteSigner.async((algorithm, input) -> client.apply(input), deadline));
    }

    private static Throwable failureOf(Function<byte[], CompletionStage<byte[]>> client) {
        return assertTimeoutPreemptively(
                LONG, () -> catchThrowable(() -> async(client, LONG).sign(JWSAlgorithm.ES256, INPUT)));
    }

    private static byte[] es256(byte[] input) {
        return EC.sign(JWSAlgorithm.ES256, input);
    }

    @Test
    void thatCompletesTwiceIsUsedOnce() {
        SigningKey key = async(
                input -> {
                    CompletableFuture<byte[]> signature = new CompletableFuture<>();
                    signature.complete(es256(input));
                    signature.complete(new byte[64]);
                    signature.completeExceptionally(new IOException("late"));
                    return signature;
                },
                LONG);

        assertThat(key.sign(JWSAlgorithm.ES256, INPUT)).hasSize(64);
    }

    @Test
    void thatReturnsNullIsRejected() {
        assertThat(failureOf(input -> CompletableFuture.completedFuture(null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null instead of a signature for ES256");
        assertThat(failureOf(input -> null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SigningKey.remote(EC.publicJwk(), (algorithm, input) -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null instead of a signature for ES256");
    }

    @Test
    void thatThrowsIsReportedByItsClassAndWithItsCause() {
        IllegalArgumentException thrown = new IllegalArgumentException("secret text of the service");

        assertThat(failureOf(input -> {
                    throw thrown;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java.lang.IllegalArgumentException")
                .hasMessageNotContaining("secret")
                .hasCause(thrown);
        assertThat(failureOf(input -> CompletableFuture.failedFuture(thrown)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageNotContaining("secret")
                .hasRootCause(thrown);
    }

    @Test
    void thatFailsWithAnErrorDoesNotHangItsCaller() {
        NoClassDefFoundError missing = new NoClassDefFoundError("com/example/Sdk");

        assertThat(failureOf(input -> CompletableFuture.failedFuture(missing)))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCause(missing);
        assertThat(failureOf(input -> CompletableFuture.supplyAsync(() -> {
                    throw missing;
                })))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCause(missing);
        // An error that is thrown in the calling thread is not caught.
        assertThat(failureOf(input -> {
                    throw missing;
                }))
                .isSameAs(missing);
    }

    @Test
    void thatRefusesInsideAChainOfStagesIsRefused() {
        InvalidKeyException disabled = new InvalidKeyException("The key is disabled.");

        assertThat(failureOf(input -> CompletableFuture.<byte[]>failedFuture(disabled)
                        .thenApply(byte[]::clone)
                        .thenApply(byte[]::clone)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(disabled);
        assertThat(failureOf(input -> CompletableFuture.failedFuture(new CompletionException(disabled))))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(disabled);
    }

    @Test
    void thatCancelsIsNotAvailable() {
        assertThat(failureOf(input -> {
                    CompletableFuture<byte[]> signature = new CompletableFuture<>();
                    signature.cancel(true);
                    return signature;
                }))
                .isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 65, 128, 256, 1 << 20})
    void thatReturnsTheWrongNumberOfBytesIsRejected(int length) {
        byte[] zeros = new byte[length];
        byte[] sequence = new byte[length];
        Arrays.fill(sequence, (byte) 0x30);

        for (byte[] signature : List.of(zeros, sequence)) {
            assertThat(failureOf(input -> CompletableFuture.completedFuture(signature)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageMatching("The (remote signer|signature) .*");
        }
        if (length != 256) {
            assertThatThrownBy(() -> SigningKey.remote(RSA.publicJwk(), (algorithm, input) -> zeros))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(length + " bytes");
        }
    }

    /** Damaged DER must not be reported as a damaged key or with another type of exception. */
    @Test
    void thatReturnsDamagedDerIsRejectedAsSuch() {
        Random random = new Random(20261126);
        for (int i = 0; i < 1000; i++) {
            byte[] der = new byte[2 + random.nextInt(90)];
            random.nextBytes(der);
            der[0] = 0x30;
            der[1] = (byte) (der.length - 2);
            if (der.length > 4 && i % 2 == 0) {
                der[2] = 2;
                der[3] = (byte) random.nextInt(der.length);
            }
            Throwable failure = catchThrowable(() -> SigningKey.remote(EC.publicJwk(), (algorithm, input) -> der));
            assertThat(failure).isExactlyInstanceOf(IllegalStateException.class);
            assertThat(failure.getMessage())
                    .containsAnyOf("not an ECDSA signature", "does not verify", "bytes for ES256");
        }
    }

    @Test
    void thatReusesItsBufferCannotChangeAVerifiedSignature() {
        byte[] buffer = new byte[64];
        SigningKey key = SigningKey.remote(EC.publicJwk(), (algorithm, input) -> {
            System.arraycopy(es256(input), 0, buffer, 0, buffer.length);
            return buffer;
        });

        byte[] signature = key.sign(JWSAlgorithm.ES256, INPUT);
        byte[] before = signature.clone();
        Arrays.fill(buffer, (byte) 0);

        assertThat(signature).isEqualTo(before);
    }

    @Test
    void thatHangsLeavesAnInterruptedCallerAtOnceAndInterrupted() throws Exception {
        CompletableFuture<byte[]> never = new CompletableFuture<>();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            failure.complete(catchThrowable(() -> async(input -> never, LONG).sign(JWSAlgorithm.ES256, INPUT)));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        caller.interrupt();

        assertThat(failure.get(10, TimeUnit.SECONDS))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(never).isCancelled();
    }

    @Test
    void thatHangsFor500CallersReleasesAllOfThemAtTheDeadline() throws Exception {
        int callers = 500;
        AtomicInteger asked = new AtomicInteger();
        List<CompletableFuture<byte[]>> hanging = new ArrayList<>();
        SigningKey key = async(
                input -> {
                    // Every second call is signed, the others hang.
                    if (asked.getAndIncrement() % 2 == 0) {
                        return CompletableFuture.completedFuture(es256(input));
                    }
                    CompletableFuture<byte[]> never = new CompletableFuture<>();
                    synchronized (hanging) {
                        hanging.add(never);
                    }
                    return never;
                },
                Duration.ofMillis(200));
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Throwable>> results = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return catchThrowable(() -> key.sign(JWSAlgorithm.ES256, INPUT));
                }));
            }
            start.countDown();
            int refused = 0;
            for (Future<Throwable> result : results) {
                Throwable failure = result.get(30, TimeUnit.SECONDS);
                if (failure != null) {
                    assertThat(failure).isInstanceOf(UncheckedIOException.class);
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(callers / 2);
            assertThat(hanging).hasSize(callers / 2).allMatch(CompletableFuture::isCancelled);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void mayHaveADeadlineOfAnyLength() {
        Duration centuries = Duration.ofSeconds(Long.MAX_VALUE);

        assertThat(async(input -> CompletableFuture.completedFuture(es256(input)), centuries)
                        .sign(JWSAlgorithm.ES256, INPUT))
                .hasSize(64);
    }

    @Test
    void isFoundBeforeTheKeyIsReturned() {
        assertThatThrownBy(() -> SigningKey.remote(EC.publicJwk(), SigningKey.generate(JWSAlgorithm.ES256)::sign))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not verify");
        assertThatThrownBy(() -> SigningKey.remote(EC.publicJwk(), (algorithm, input) -> {
                    throw new IOException("connection refused");
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> SigningKey.remote(
                        EC.publicJwk(),
                        RemoteSigner.async((algorithm, input) -> new CompletableFuture<>(), Duration.ofMillis(20))))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void thatAllowsOneRsaAlgorithmIsTestedWithTheAlgOfThePublicKey() {
        RemoteSigner rs384 = (algorithm, input) -> {
            if (!algorithm.equals(JWSAlgorithm.RS384)) {
                throw new InvalidKeyException("The key signs with RS384 only.");
            }
            return RSA.sign(algorithm, input);
        };

        SigningKey key = SigningKey.remote(RSA.withAlgorithm(JWSAlgorithm.RS384).publicJwk(), rs384);
        assertThat(key.algorithms()).containsExactly(JWSAlgorithm.RS384);
        assertThatThrownBy(() -> SigningKey.remote(RSA.publicJwk(), rs384))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The public JWK has no alg, so RS256 was tested");
    }

    @Test
    void isTestedWithATextThatIsNotASigningInput() {
        List<String> texts = new ArrayList<>();
        SigningKey.remote(EC.publicJwk(), (algorithm, input) -> {
            texts.add(new String(input, US_ASCII));
            return es256(input);
        });

        assertThat(texts).containsExactly("clientauth self-test");
    }
}
