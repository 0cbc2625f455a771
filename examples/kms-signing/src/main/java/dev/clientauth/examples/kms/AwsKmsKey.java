// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.RemoteSigner;
import dev.clientauth.key.SigningKey;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Signs with an asymmetric key of AWS KMS.
 *
 * <p>The permissions {@code kms:Sign} and {@code kms:GetPublicKey} are needed. The client's own timeouts only interrupt its
 * thread, and {@code HttpURLConnection} ignores that, so it runs on an executor, and the caller stops waiting at the deadline.
 * Set {@code apiCallTimeout} of the client to the deadline to end its retries, and {@code socketTimeout} below it, so that
 * a hanging call frees its thread.
 */
public final class AwsKmsKey {
    private static final Map<JWSAlgorithm, SigningAlgorithmSpec> ALGORITHMS = Map.of(
            JWSAlgorithm.ES256, SigningAlgorithmSpec.ECDSA_SHA_256,
            JWSAlgorithm.ES384, SigningAlgorithmSpec.ECDSA_SHA_384,
            JWSAlgorithm.ES512, SigningAlgorithmSpec.ECDSA_SHA_512,
            JWSAlgorithm.RS256, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256,
            JWSAlgorithm.RS384, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_384,
            JWSAlgorithm.RS512, SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_512,
            JWSAlgorithm.PS256, SigningAlgorithmSpec.RSASSA_PSS_SHA_256,
            JWSAlgorithm.PS384, SigningAlgorithmSpec.RSASSA_PSS_SHA_384,
            JWSAlgorithm.PS512, SigningAlgorithmSpec.RSASSA_PSS_SHA_512);

    private final KmsClient kms;
    private final String keyArn;

    private AwsKmsKey(KmsClient kms, String keyArn) {
        this.kms = kms;
        this.keyArn = keyArn;
    }

    /**
     * Fetches the public key, signs a test text and returns the key, with its thumbprint as key id.
     *
     * @param keyArn the ARN of the key, not an alias, which may be moved to another key
     * @param deadline the maximum time for one signature with all retries
     * @param executor runs the blocking client: bounded, with as many threads as signatures are made at once
     * @throws software.amazon.awssdk.core.exception.SdkException if the public key could not be fetched
     * @throws IllegalStateException as {@link SigningKey#remote}
     * @throws java.io.UncheckedIOException as {@link SigningKey#remote}
     */
    public static SigningKey open(
            KmsClient kms, String keyArn, JWSAlgorithm algorithm, Duration deadline, Executor executor) {
        byte[] der = kms.getPublicKey(request -> request.keyId(keyArn)).publicKey().asByteArray();
        JWK publicJwk = ServiceKeys.fromDer(der, algorithm);
        AwsKmsKey key = new AwsKmsKey(kms, keyArn);
        return SigningKey.remote(
                publicJwk, RemoteSigner.async((alg, message) -> key.signOn(executor, alg, message), deadline));
    }

    private CompletableFuture<byte[]> signOn(Executor executor, JWSAlgorithm algorithm, byte[] message) {
        CompletableFuture<byte[]> signature = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                if (signature.isDone()) {
                    return; // The caller stopped waiting before a thread was free.
                }
                try {
                    signature.complete(sign(algorithm, message));
                } catch (Throwable e) {
                    signature.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            signature.completeExceptionally(new IOException("Too many signatures at once.", e));
        }
        return signature;
    }

    private byte[] sign(JWSAlgorithm algorithm, byte[] message) throws IOException, GeneralSecurityException {
        SdkBytes digest = SdkBytes.fromByteArray(ServiceKeys.digest(algorithm, message));
        try {
            return kms.sign(request -> request.keyId(keyArn)
                            .messageType(MessageType.DIGEST)
                            .message(digest)
                            .signingAlgorithm(ALGORITHMS.get(algorithm)))
                    .signature()
                    .asByteArray();
        } catch (SdkClientException e) {
            throw new IOException("AWS KMS could not be reached, or took too long.", e);
        } catch (KmsException e) {
            if (e.isThrottlingException() || e.statusCode() >= 500) {
                throw new IOException("AWS KMS is overloaded or unavailable: HTTP " + e.statusCode() + ".", e);
            }
            // DisabledException, KMSInvalidStateException, AccessDeniedException, InvalidKeyUsageException …
            throw new InvalidKeyException("AWS KMS refused: " + e.awsErrorDetails().errorCode() + ".", e);
        }
    }
}
