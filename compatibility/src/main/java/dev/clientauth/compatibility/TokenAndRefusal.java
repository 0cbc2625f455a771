// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.compatibility;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenRefusedException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Obtains a token, then provokes a refusal and reads its diagnosis, with whatever versions of the dependencies the
 * application around it has pinned.
 */
public final class TokenAndRefusal {
    private TokenAndRefusal() {}

    /** Ends with an exception, and so with exit code 1, unless both work. */
    public static void main(String[] args) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean isFirst = requests.incrementAndGet() == 1;
            byte[] body = (isFirst
                            ? "{\"access_token\":\"made-up\",\"token_type\":\"bearer\",\"expires_in\":3600}"
                            : "{\"error\":\"invalid_client\",\"error_description\":null}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(isFirst ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            run(URI.create("http://localhost:" + server.getAddress().getPort() + "/token"));
        } finally {
            server.stop(0);
        }
        System.out.println((args.length == 0 ? "" : args[0] + ": ") + "a token and a refusal, with " + versions());
    }

    private static void run(URI tokenEndpoint) {
        for (JWSAlgorithm algorithm : new JWSAlgorithm[] {JWSAlgorithm.RS384, JWSAlgorithm.ES384}) {
            SigningKey.generate(algorithm).withKeyId("warm-up");
        }
        ClientAuthenticator epic = ClientAuthenticator.builder(Epic.sandbox())
                .clientId("36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4")
                .signingKey(SigningKey.generate(JWSAlgorithm.RS384).withKeyId("key-1"))
                .scopes("system/Patient.read")
                .tokenEndpoint(tokenEndpoint)
                .build();
        AccessToken token = epic.accessToken();
        require(token.value().equals("made-up"), "the token that was issued");
        epic.invalidate(token);
        try {
            epic.accessToken();
        } catch (TokenRefusedException refused) {
            require(refused.status() == 400, "the status of the refusal");
            require(!refused.diagnosis().findings().isEmpty(), "findings in the diagnosis");
            require(refused.diagnosis().toString().contains("Epic"), "the provider in the diagnosis");
            return;
        }
        throw new IllegalStateException("The refusal was not reported.");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("Missing: " + what);
        }
    }

    private static String versions() {
        StringBuilder versions = new StringBuilder();
        for (String name : new String[] {
            "com.fasterxml.jackson.databind.JsonNode",
            "com.fasterxml.jackson.annotation.JsonInclude",
            "com.nimbusds.jose.JWSObject",
            "okhttp3.OkHttpClient",
            "kotlin.Unit"
        }) {
            try {
                String source = Class.forName(name)
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath();
                versions.append(versions.isEmpty() ? "" : ", ")
                        .append(source.substring(source.lastIndexOf('/') + 1).replace(".jar", ""));
            } catch (ClassNotFoundException e) {
                versions.append(", no ").append(name);
            }
        }
        return versions.toString();
    }
}
