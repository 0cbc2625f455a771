// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpExchange;
import dev.clientauth.key.SigningKey;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Google Cloud KMS over HTTP and JSON: {@code POST …/cryptoKeyVersions/1:asymmetricSign}. */
final class GoogleFake extends FakeService {
    private static final String VERSIONS =
            "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k/cryptoKeyVersions/";
    private static final Map<JWSAlgorithm, String> ALGORITHMS = Map.of(
            JWSAlgorithm.ES256, "EC_SIGN_P256_SHA256",
            JWSAlgorithm.ES384, "EC_SIGN_P384_SHA384",
            JWSAlgorithm.ES256K, "EC_SIGN_SECP256K1_SHA256",
            JWSAlgorithm.RS256, "RSA_SIGN_PKCS1_2048_SHA256");

    private KeyManagementServiceClient client;

    @Override
    JWSAlgorithm rsa() {
        return JWSAlgorithm.RS256;
    }

    @Override
    SigningKey open(JWSAlgorithm algorithm, Duration deadline) throws Exception {
        client = KeyManagementServiceClient.create(KeyManagementServiceSettings.newHttpJsonBuilder()
                .setEndpoint(url().toString())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        return GoogleKmsKey.open(client, VERSIONS + algorithm, deadline);
    }

    @Override
    Response respond(HttpExchange exchange, byte[] body) throws Exception {
        String path = exchange.getRequestURI().getPath();
        String version = path.substring(("/v1/" + VERSIONS).length());
        if (version.endsWith("/publicKey")) {
            JWSAlgorithm algorithm = JWSAlgorithm.parse(version.replace("/publicKey", ""));
            return new Response(200, Map.of("pem", pem(algorithm), "algorithm", ALGORITHMS.get(algorithm)));
        }
        JWSAlgorithm algorithm = JWSAlgorithm.parse(version.replace(":asymmetricSign", ""));
        JsonNode digest = JSON.readTree(body)
                .path("digest")
                .path(algorithm.equals(JWSAlgorithm.ES384) ? "sha384" : "sha256");
        if (digest.isMissingNode()) {
            return error(400, "INVALID_ARGUMENT");
        }
        return signing(
                algorithm, digest.binaryValue(), signature -> new Response(200, Map.of("signature", signature)));
    }

    static String pem(JWSAlgorithm algorithm) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key(algorithm).getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Override
    Response refusal(Fault failing) {
        return switch (failing) {
            case THROTTLED -> error(429, "RESOURCE_EXHAUSTED");
            case DISABLED -> error(400, "FAILED_PRECONDITION");
            case DENIED -> error(403, "PERMISSION_DENIED");
            default -> error(500, "INTERNAL");
        };
    }

    private static Response error(int code, String status) {
        return new Response(
                code, Map.of("error", Map.of("code", code, "status", status, "message", "simulated failure")));
    }

    @Override
    public void close() {
        super.close();
        if (client != null) {
            client.shutdownNow();
        }
    }
}
