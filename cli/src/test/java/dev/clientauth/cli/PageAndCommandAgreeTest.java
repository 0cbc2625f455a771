// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.json.Json;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The page and the command explain a pasted text in the same way")
class PageAndCommandAgreeTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T13:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apple-06-laravel-guzzle-exception-exp.txt",
                "apple-16-follow-stream-code-twice.txt",
                "apple-23-identity-token-jwt.txt",
                "apple-37-secret-alone-expired.txt",
                "epic-57-answer-alone.txt",
                "epic-26-keycloak-unknown-kid.txt"
            })
    void theSameTextHasTheSameReport(String name) throws Exception {
        Path file = Path.of("src/test/resources/cases/diagnose", name);
        JsonNode command = new CliHarness()
                .at(CLOCK)
                .run("diagnose", "--json", file.toString())
                .json();
        try (MockProviderServer server =
                MockProviderServer.builder().clock(CLOCK).start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + "/api/diagnose"))
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString(Files.readString(file)))
                    .build();
            JsonNode page = Json.parse(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
            command.properties()
                    .forEach(member -> assertThat(page.get(member.getKey()))
                            .as(member.getKey())
                            .isEqualTo(member.getValue()));
        }
    }
}
