// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpExchange;
import dev.clientauth.key.SigningKey;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** AWS KMS: JSON 1.1, the operation in {@code X-Amz-Target}; an RSA key signs with every algorithm that is asked for. */
final class AwsFake extends FakeService {
    private static final String ARN = "arn:aws:kms:eu-central-1:111122223333:key/";
    private static final Map<String, JWSAlgorithm> ALGORITHMS = Map.of(
            "ECDSA_SHA_256", JWSAlgorithm.ES256,
            "ECDSA_SHA_384", JWSAlgorithm.ES384,
            "RSASSA_PKCS1_V1_5_SHA_384", JWSAlgorithm.RS384);

    private final ExecutorService executor = Executors.newFixedThreadPool(8);

    @Override
    SigningKey open(JWSAlgorithm algorithm, Duration deadline) {
        KmsClient kms = KmsClient.builder()
                .endpointOverride(url())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(deadline))
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(deadline))
                .build();
        return AwsKmsKey.open(kms, ARN + algorithm, algorithm, deadline, executor);
    }

    @Override
    Response respond(HttpExchange exchange, byte[] body) throws Exception {
        JsonNode request = JSON.readTree(body);
        JWSAlgorithm algorithm = JWSAlgorithm.parse(request.path("KeyId").asText().substring(ARN.length()));
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (operation.equals("TrentService.GetPublicKey")) {
            return new Response(200, Map.of("PublicKey", key(algorithm).getPublic().getEncoded()));
        }
        if (!operation.equals("TrentService.Sign")
                || !request.path("MessageType").asText().equals("DIGEST")
                || !algorithm.equals(ALGORITHMS.get(request.path("SigningAlgorithm").asText()))) {
            return error(400, "ValidationException");
        }
        return signing(
                algorithm,
                request.path("Message").binaryValue(),
                signature -> new Response(200, Map.of("Signature", signature)));
    }

    @Override
    Response refusal(Fault failing) {
        return switch (failing) {
            case THROTTLED -> error(400, "ThrottlingException");
            case DISABLED -> error(400, "DisabledException");
            case DENIED -> error(400, "AccessDeniedException");
            default -> error(500, "KMSInternalException");
        };
    }

    private static Response error(int status, String type) {
        return new Response(status, Map.of("__type", type, "message", "simulated failure"));
    }

    @Override
    String contentType() {
        return "application/x-amz-json-1.1";
    }

    @Override
    public void close() {
        super.close();
        executor.shutdownNow();
    }
}
