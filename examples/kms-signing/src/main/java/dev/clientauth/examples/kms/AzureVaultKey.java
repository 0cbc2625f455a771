// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.azure.core.exception.HttpResponseException;
import com.azure.security.keyvault.keys.cryptography.CryptographyAsyncClient;
import com.azure.security.keyvault.keys.cryptography.models.SignResult;
import com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm;
import com.azure.security.keyvault.keys.models.JsonWebKey;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.key.RemoteSigner;
import dev.clientauth.key.SigningKey;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Signs with a key version of Azure Key Vault or Managed HSM.
 *
 * <p>The permissions {@code keys/get} and {@code keys/sign} are needed. Azure's names of the algorithms are those of JWS, and
 * its ECDSA signatures are raw.
 */
public final class AzureVaultKey {
    private AzureVaultKey() {}

    /**
     * Fetches the public key, signs a test text and returns the key, with its thumbprint as key id.
     *
     * @param client built with the identifier of one version of the key, {@code https://….vault.azure.net/keys/NAME/VERSION}:
     *     without the version a new one would sign
     * @param deadline the maximum time for one signature with all retries
     * @throws HttpResponseException if the public key could not be fetched
     * @throws IllegalStateException as {@link SigningKey#remote}
     * @throws java.io.UncheckedIOException as {@link SigningKey#remote}
     */
    public static SigningKey open(CryptographyAsyncClient client, JWSAlgorithm algorithm, Duration deadline) {
        JsonWebKey key = client.getKey().block(deadline).getKey();
        return SigningKey.remote(
                jwk(key, algorithm), RemoteSigner.async((alg, message) -> sign(client, alg, message), deadline));
    }

    private static JWK jwk(JsonWebKey key, JWSAlgorithm algorithm) {
        try {
            if (JWSAlgorithm.Family.EC.contains(algorithm)) {
                Curve curve = Curve.parse(String.valueOf(key.getCurveName()));
                return new ECKey.Builder(curve, Base64URL.encode(key.getX()), Base64URL.encode(key.getY()))
                        .algorithm(algorithm)
                        .keyIDFromThumbprint()
                        .build();
            }
            return new RSAKey.Builder(Base64URL.encode(key.getN()), Base64URL.encode(key.getE()))
                    .algorithm(algorithm)
                    .keyIDFromThumbprint()
                    .build();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    private static CompletableFuture<byte[]> sign(
            CryptographyAsyncClient client, JWSAlgorithm algorithm, byte[] message) {
        byte[] digest;
        try {
            digest = ServiceKeys.digest(algorithm, message);
        } catch (GeneralSecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
        // Cancelling this future cancels the call and its retries.
        return client.sign(SignatureAlgorithm.fromString(algorithm.getName()), digest)
                .map(SignResult::getSignature)
                .onErrorMap(AzureVaultKey::typed)
                .toFuture();
    }

    private static Exception typed(Throwable failure) {
        if (failure instanceof HttpResponseException e && e.getResponse() != null) {
            int status = e.getResponse().getStatusCode();
            if (status != 429 && status != 408 && status < 500) {
                return new InvalidKeyException("Azure Key Vault refused: HTTP " + status + ".", e);
            }
            return new IOException("Azure Key Vault is overloaded or unavailable: HTTP " + status + ".", e);
        }
        return new IOException("Azure Key Vault could not be reached.", failure);
    }
}
