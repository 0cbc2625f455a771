// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.kms.v1.AsymmetricSignRequest;
import com.google.cloud.kms.v1.AsymmetricSignResponse;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionAlgorithm;
import com.google.cloud.kms.v1.Digest;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.PublicKey;
import com.google.protobuf.ByteString;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.RemoteSigner;
import dev.clientauth.key.SigningKey;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Signs with a key version of Google Cloud KMS, over gRPC or HTTP.
 *
 * <p>The permissions of the role {@code roles/cloudkms.signerVerifier} are needed. A key version has one algorithm, and none of
 * them is RS384: for Epic and SMART use a key with {@code EC_SIGN_P384_SHA384}, which signs ES384.
 */
public final class GoogleKmsKey {
    private static final Map<CryptoKeyVersionAlgorithm, JWSAlgorithm> ALGORITHMS = Map.ofEntries(
            Map.entry(CryptoKeyVersionAlgorithm.EC_SIGN_P256_SHA256, JWSAlgorithm.ES256),
            Map.entry(CryptoKeyVersionAlgorithm.EC_SIGN_P384_SHA384, JWSAlgorithm.ES384),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PKCS1_2048_SHA256, JWSAlgorithm.RS256),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PKCS1_3072_SHA256, JWSAlgorithm.RS256),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PKCS1_4096_SHA256, JWSAlgorithm.RS256),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PKCS1_4096_SHA512, JWSAlgorithm.RS512),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PSS_2048_SHA256, JWSAlgorithm.PS256),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PSS_3072_SHA256, JWSAlgorithm.PS256),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PSS_4096_SHA256, JWSAlgorithm.PS256),
            Map.entry(CryptoKeyVersionAlgorithm.RSA_SIGN_PSS_4096_SHA512, JWSAlgorithm.PS512));

    private static final Set<StatusCode.Code> TRANSIENT = Set.of(
            StatusCode.Code.RESOURCE_EXHAUSTED,
            StatusCode.Code.UNAVAILABLE,
            StatusCode.Code.DEADLINE_EXCEEDED,
            StatusCode.Code.INTERNAL,
            StatusCode.Code.ABORTED,
            StatusCode.Code.CANCELLED,
            StatusCode.Code.UNKNOWN);

    private GoogleKmsKey() {}

    /**
     * Fetches the public key, signs a test text and returns the key, with its thumbprint as key id.
     *
     * @param version {@code projects/…/locations/…/keyRings/…/cryptoKeys/…/cryptoKeyVersions/1}: a version, because a new one
     *     is a new key
     * @param deadline the maximum time for one signature with all retries
     * @throws ApiException if the public key could not be fetched
     * @throws IllegalStateException as {@link SigningKey#remote}
     * @throws java.io.UncheckedIOException as {@link SigningKey#remote}
     */
    public static SigningKey open(KeyManagementServiceClient kms, String version, Duration deadline) {
        PublicKey publicKey = kms.getPublicKey(version);
        JWSAlgorithm algorithm = ALGORITHMS.get(publicKey.getAlgorithm());
        if (algorithm == null) {
            throw new IllegalArgumentException(publicKey.getAlgorithm() + " is not an algorithm for client assertions.");
        }
        return SigningKey.remote(
                ServiceKeys.fromPem(publicKey.getPem(), algorithm),
                RemoteSigner.async((alg, message) -> sign(kms, version, alg, message), deadline));
    }

    private static CompletableFuture<byte[]> sign(
            KeyManagementServiceClient kms, String version, JWSAlgorithm algorithm, byte[] message) {
        CompletableFuture<byte[]> signature = new CompletableFuture<>();
        AsymmetricSignRequest request;
        try {
            request = AsymmetricSignRequest.newBuilder()
                    .setName(version)
                    .setDigest(digest(algorithm, message))
                    .build();
        } catch (GeneralSecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
        ApiFuture<AsymmetricSignResponse> call = kms.asymmetricSignCallable().futureCall(request);
        // No checksums: the library verifies the signature, which covers the transport too.
        ApiFutures.addCallback(
                call,
                new ApiFutureCallback<>() {
                    @Override
                    public void onSuccess(AsymmetricSignResponse response) {
                        signature.complete(response.getSignature().toByteArray());
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        signature.completeExceptionally(typed(failure));
                    }
                },
                Runnable::run);
        // Ends the call and its retries when the caller stops waiting.
        signature.whenComplete((bytes, failure) -> call.cancel(true));
        return signature;
    }

    private static Exception typed(Throwable failure) {
        if (failure instanceof ApiException e && !TRANSIENT.contains(e.getStatusCode().getCode())) {
            return new InvalidKeyException("Google Cloud KMS refused: " + e.getStatusCode().getCode() + ".", e);
        }
        return new IOException("Google Cloud KMS could not be reached, or is overloaded.", failure);
    }

    private static Digest digest(JWSAlgorithm algorithm, byte[] message) throws GeneralSecurityException {
        ByteString hash = ByteString.copyFrom(ServiceKeys.digest(algorithm, message));
        Digest.Builder digest = Digest.newBuilder();
        return switch (hash.size()) {
            case 32 -> digest.setSha256(hash).build();
            case 48 -> digest.setSha384(hash).build();
            default -> digest.setSha512(hash).build();
        };
    }
}
