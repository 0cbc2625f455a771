// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.RemoteSigner;
import dev.clientauth.key.SigningKey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Signs with a key of the Transit engine of HashiCorp Vault or OpenBao, over their HTTP API.
 *
 * <p>The token needs {@code read} on {@code transit/keys/NAME} and {@code update} on {@code transit/sign/NAME/*}. The version
 * of the key is fixed: Transit signs with the latest one by default, and only the published one may sign.
 */
public final class VaultTransitKey {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI engine;
    private final Supplier<String> token;
    private final String name;
    private final int version;
    private final Duration deadline;

    private VaultTransitKey(
            HttpClient http, URI engine, Supplier<String> token, String name, int version, Duration deadline) {
        this.http = http;
        this.engine = engine;
        this.token = token;
        this.name = name;
        this.version = version;
        this.deadline = deadline;
    }

    /**
     * Fetches the public key, signs a test text and returns the key, with its thumbprint as key id.
     *
     * @param engine such as {@code https://vault.example.com:8200/v1/transit/}, with the last slash
     * @param token the current token of the application, which may be renewed
     * @param deadline the maximum time for one signature
     * @throws IOException if Vault could not be reached
     * @throws InvalidKeyException if Vault refused
     */
    public static SigningKey open(
            HttpClient http,
            URI engine,
            Supplier<String> token,
            String name,
            int version,
            JWSAlgorithm algorithm,
            Duration deadline)
            throws IOException, InvalidKeyException {
        VaultTransitKey key = new VaultTransitKey(http, engine, token, name, version, deadline);
        JsonNode keys = key.await(key.send(key.request("keys/" + name).GET())).at("/data/keys");
        String pem = keys.path(String.valueOf(version)).path("public_key").asText();
        return SigningKey.remote(
                ServiceKeys.fromPem(pem, algorithm), RemoteSigner.async(key::sign, deadline));
    }

    private CompletableFuture<byte[]> sign(JWSAlgorithm algorithm, byte[] message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("input", Base64.getEncoder().encodeToString(message));
        body.put("key_version", version);
        body.put("marshaling_algorithm", "jws");
        body.put("signature_algorithm", algorithm.getName().startsWith("PS") ? "pss" : "pkcs1v15");
        String hash = "sha2-" + algorithm.getName().substring(2);
        return send(request("sign/" + name + "/" + hash)
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString())))
                .thenApply(response -> signature(response.at("/data/signature").asText()));
    }

    /** Reads {@code vault:v1:…}, whose last part is base64url for {@code jws}, and base64 in older versions for RSA. */
    private static byte[] signature(String text) {
        String encoded = text.substring(text.lastIndexOf(':') + 1).replace('+', '-').replace('/', '_');
        return Base64.getUrlDecoder().decode(encoded.replace("=", ""));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(engine.resolve(path))
                .timeout(deadline)
                .header("X-Vault-Token", token.get())
                .header("Content-Type", "application/json");
    }

    private CompletableFuture<JsonNode> send(HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<String>> call =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        return call.thenApply(response -> {
            int status = response.statusCode();
            try {
                if (status == 200) {
                    return JSON.readTree(response.body());
                }
                if (status == 429 || status >= 472) {
                    throw new IOException("Vault is overloaded, sealed or unavailable: HTTP " + status + ".");
                }
                throw new InvalidKeyException("Vault refused: HTTP " + status + ".");
            } catch (IOException | InvalidKeyException e) {
                throw new CompletionException(e);
            }
        });
    }

    private JsonNode await(CompletableFuture<JsonNode> response) throws IOException, InvalidKeyException {
        try {
            return response.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof InvalidKeyException refused) {
                throw refused;
            }
            throw new IOException("Vault could not be reached.", e.getCause());
        }
    }
}
