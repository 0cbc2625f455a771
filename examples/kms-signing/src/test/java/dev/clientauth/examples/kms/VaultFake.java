// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpExchange;
import dev.clientauth.key.SigningKey;

import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** The Transit engine of Vault: {@code GET keys/NAME} and {@code POST sign/NAME/sha2-256}, which hashes the input itself. */
final class VaultFake extends FakeService {
    private static final String TOKEN = "hvs.fake";

    @Override
    SigningKey open(JWSAlgorithm algorithm, Duration deadline) throws Exception {
        return VaultTransitKey.open(
                HttpClient.newBuilder().connectTimeout(deadline).build(),
                url().resolve("/v1/transit/"),
                () -> TOKEN,
                algorithm.getName(),
                3,
                algorithm,
                deadline);
    }

    @Override
    Response respond(HttpExchange exchange, byte[] body) throws Exception {
        String[] path = exchange.getRequestURI().getPath().split("/");
        JWSAlgorithm algorithm = JWSAlgorithm.parse(path[4]);
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            return refusal(Fault.DENIED);
        }
        if (path[3].equals("keys")) {
            Map<String, Object> older = Map.of("public_key", GoogleFake.pem(JWSAlgorithm.ES512));
            Map<String, Object> ours = Map.of("public_key", GoogleFake.pem(algorithm));
            return new Response(200, Map.of("data", Map.of("keys", Map.of("2", older, "3", ours), "latest_version", 4)));
        }
        JsonNode request = JSON.readTree(body);
        if (request.path("key_version").asInt() != 3
                || !request.path("marshaling_algorithm").asText().equals("jws")
                || !path[5].equals("sha2-" + algorithm.getName().substring(2))) {
            return new Response(400, Map.of("errors", new String[] {"the fake signs with version 3 as jws only"}));
        }
        byte[] digest = MessageDigest.getInstance("SHA-" + path[5].substring(5))
                .digest(request.path("input").binaryValue());
        return signing(
                algorithm,
                digest,
                signature -> new Response(
                        200,
                        Map.of(
                                "data",
                                Map.of(
                                        "key_version",
                                        3,
                                        "signature",
                                        "vault:v3:" + Base64.getUrlEncoder().withoutPadding().encodeToString(signature)))));
    }

    @Override
    boolean isRaw() {
        return true;
    }

    @Override
    Response refusal(Fault failing) {
        int status =
                switch (failing) {
                    case THROTTLED -> 429;
                    case DISABLED -> 400;
                    case DENIED -> 403;
                    default -> 500;
                };
        return new Response(status, Map.of("errors", new String[] {"simulated failure"}));
    }
}
