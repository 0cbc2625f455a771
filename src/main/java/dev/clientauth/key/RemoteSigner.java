// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Signs with a private key that never leaves a key management service or a hardware module.
 *
 * <p>It is called from many threads at once. It receives the message, not its digest; if the service expects a digest, hash the
 * message with the algorithm's SHA-2 function.
 */
@FunctionalInterface
public interface RemoteSigner {

    /**
     * Returns the signature of the given bytes.
     *
     * <p>An ECDSA signature may be DER, which most services return, or the raw {@code R || S} of RFC 7518 section 3.4. An RSA
     * signature is as long as the modulus, an Ed25519 signature 64 bytes long.
     *
     * @param algorithm one of the algorithms of the public key of this signer
     * @param signingInput the bytes to sign, at most a few kilobytes of ASCII
     * @throws IOException if the service could not be reached, or is overloaded; {@link SigningKey#sign} then throws an
     *     {@link java.io.UncheckedIOException}
     * @throws GeneralSecurityException if the service refused; {@link SigningKey#sign} then throws an
     *     {@link IllegalStateException} with this cause
     */
    byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) throws IOException, GeneralSecurityException;

    /**
     * Returns a signer that uses an asynchronous client, such as that of a cloud provider.
     *
     * <p>The signer waits no longer than the deadline, and then cancels the future. A failed future causes an {@link
     * IOException}, unless it failed with a {@link GeneralSecurityException}, which is thrown as is. Only the wait is bounded:
     * {@code client} must return the future at once, so run a blocking client on an executor: {@code supplyAsync(() ->
     * client.sign(…), executor)}.
     *
     * @param deadline the maximum time for one signature, including all retries of the client
     */
    static RemoteSigner async(
            BiFunction<JWSAlgorithm, byte[], ? extends CompletionStage<byte[]>> client, Duration deadline) {
        Arguments.required(client, "client");
        Arguments.positive(deadline, "deadline");
        long nanos = TimeUnit.NANOSECONDS.convert(deadline);
        return (algorithm, signingInput) -> {
            CompletableFuture<byte[]> signature =
                    client.apply(algorithm, signingInput).toCompletableFuture();
            try {
                return signature.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                signature.cancel(true);
                throw new IOException("There was no signature within " + deadline.toMillis() + " ms.", e);
            } catch (InterruptedException e) {
                signature.cancel(true);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("The thread was interrupted while waiting for a signature.");
            } catch (CancellationException e) {
                throw new IOException("The signature was cancelled.", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GeneralSecurityException refused) {
                    throw refused;
                }
                throw new IOException("The remote signer failed.", e.getCause());
            }
        };
    }
}
