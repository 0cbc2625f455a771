// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import dev.clientauth.key.SigningKey;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Azure Key Vault: {@code GET /keys/NAME/VERSION} and {@code POST /keys/NAME/VERSION/sign}. Its client sends credentials over
 * TLS only, so the test gives it a pipeline without credentials.
 */
final class AzureFake extends FakeService {
    private static final String VERSION = "/0123456789abcdef0123456789abcdef";

    @Override
    SigningKey open(JWSAlgorithm algorithm, Duration deadline) {
        RetryOptions retries = new RetryOptions(new ExponentialBackoffOptions()
                .setMaxRetries(2)
                .setBaseDelay(Duration.ofMillis(50))
                .setMaxDelay(Duration.ofMillis(200)));
        return AzureVaultKey.open(
                new CryptographyClientBuilder()
                        .keyIdentifier(url() + "/keys/" + algorithm + VERSION)
                        .pipeline(new HttpPipelineBuilder()
                                .httpClient(new JdkHttpClientBuilder().build())
                                .policies(new RetryPolicy(retries))
                                .build())
                        .buildAsyncClient(),
                algorithm,
                deadline);
    }

    @Override
    Response respond(HttpExchange exchange, byte[] body) throws Exception {
        String[] path = exchange.getRequestURI().getPath().split("/");
        JWSAlgorithm algorithm = JWSAlgorithm.parse(path[2]);
        String kid = url() + "/keys/" + algorithm + VERSION;
        if (path.length == 4) {
            JWK jwk = ServiceKeys.of(key(algorithm).getPublic(), algorithm);
            Map<String, Object> members = new HashMap<>(jwk.toJSONObject());
            members.put("kid", kid);
            members.remove("alg");
            members.put("key_ops", new String[] {"sign", "verify"});
            return new Response(200, Map.of("key", members, "attributes", Map.of("enabled", true)));
        }
        JsonNode request = JSON.readTree(body);
        if (!request.path("alg").asText().equals(algorithm.getName())) {
            return error(400, "BadParameter");
        }
        byte[] digest = Base64.getUrlDecoder().decode(request.path("value").asText());
        return signing(
                algorithm,
                digest,
                signature -> new Response(
                        200,
                        Map.of("kid", kid, "value", Base64.getUrlEncoder().withoutPadding().encodeToString(signature))));
    }

    @Override
    boolean isRaw() {
        return true;
    }

    @Override
    Response refusal(Fault failing) {
        return switch (failing) {
            case THROTTLED -> error(429, "Throttled");
            case DISABLED -> error(403, "KeyDisabled");
            case DENIED -> error(403, "Forbidden");
            default -> error(500, "InternalServerError");
        };
    }

    private static Response error(int status, String code) {
        return new Response(status, Map.of("error", Map.of("code", code, "message", "simulated failure")));
    }
}
