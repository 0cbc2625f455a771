// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Handwritten requests that are known to be accepted")
class AcceptedTextsTest {
    private static final Clock CLOCK = Clock.fixed(AcceptedText.NOW, ZoneOffset.UTC);
    private static final URI CALLBACK = URI.create("https://www.example.com/callback");

    @TempDir
    private Path folder;

    static List<AcceptedText> texts() {
        return AcceptedText.all();
    }

    static Stream<Arguments> faults() {
        return texts().stream().flatMap(text -> text.faults().stream().map(fault -> Arguments.of(text, fault)));
    }

    @Test
    void everyProviderHasATextAndFiveFaultsAndThereAreMoreThanForty() {
        assertThat(texts()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(texts().stream().map(AcceptedText::provider).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Providers.ids());
        assertThat(texts().stream()
                        .collect(Collectors.groupingBy(
                                AcceptedText::provider,
                                Collectors.summingInt(text -> text.faults().size()))))
                .allSatisfy((provider, faults) -> assertThat(faults).isGreaterThanOrEqualTo(5));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void diagnoseFindsNothingBrokenWithTheProviderGiven(AcceptedText text) throws IOException {
        JsonNode report = diagnose(text, text, "--provider", text.provider());

        assertThat(broken(report)).as("%s", report).isEmpty();
        assertThat(report.at("/profile/id").asText()).isEqualTo(text.provider());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void diagnoseFindsNothingBrokenWhereItDetectsTheProviderItself(AcceptedText text) throws IOException {
        JsonNode report = diagnose(text, text);

        assertThat(broken(report)).as("%s", report).isEmpty();
        // A standard has no host of its own.
        if (!List.of("fapi-2", "mcp-client-credentials").contains(text.provider())) {
            assertThat(report.at("/profile/id").asText()).isEqualTo(text.provider());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void theMockAcceptsIt(AcceptedText text) throws IOException {
        if (text.setting("mock").isEmpty()) {
            RecordedRequest received = atMock(text, text);

            assertThat(received.status()).as("%s", received.diagnosis()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void aFaultIsFoundByDiagnoseAndByTheMock(AcceptedText text, AcceptedText.Fault fault) throws IOException {
        AcceptedText spoiled = text.with(fault);
        String rule = text.provider() + "." + fault.rule();

        JsonNode report = diagnose(text, spoiled, "--provider", text.provider());

        assertThat(broken(report)).as("%s", fault).contains(rule);
        boolean isDemanded = profile(text).rule(fault.rule()).orElseThrow().level() == Level.MUST;
        if (text.setting("mock").isEmpty() && isDemanded) {
            RecordedRequest received = atMock(text, spoiled);
            assertThat(received.status()).isBetween(400, 499);
            assertThat(received.diagnosis().broken()).isNotEmpty();
        }
    }

    private JsonNode diagnose(AcceptedText text, AcceptedText sent, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("request.txt"), sent.request("c1f2a3b4c5d6e.0.rrsw.example"));
        Path key =
                Files.writeString(folder.resolve("key.json"), text.publicKey().toJSONString());
        List<String> arguments = new ArrayList<>(List.of(
                "diagnose",
                file.toString(),
                "--json",
                "--at",
                AcceptedText.NOW.toString(),
                "--public-key",
                key.toString(),
                "--client-id",
                text.clientId()));
        text.setting("team").ifPresent(team -> arguments.addAll(List.of("--team-id", team)));
        arguments.addAll(List.of(more));
        if (more.length > 0) {
            text.setting("issuer").ifPresent(issuer -> arguments.addAll(List.of("--issuer", issuer)));
        }
        CliHarness harness = new CliHarness().at(CLOCK).run(arguments.toArray(String[]::new));
        assertThat(harness.exit()).as(harness.err()).isLessThan(2);
        return harness.json();
    }

    private static List<String> broken(JsonNode report) {
        List<String> broken = new ArrayList<>();
        report.path("findings").forEach(finding -> {
            if (finding.path("verdict").asText().equals("broken")) {
                broken.add(finding.path("id").asText());
            }
        });
        return broken;
    }

    private static Profile profile(AcceptedText text) {
        return Providers.profile(
                text.provider(),
                URI.create(text.endpoint()),
                text.setting("issuer").orElse(null));
    }

    /** Sends a text, with or without a fault, with the host of the real provider, and returns the response of the mock. */
    private static RecordedRequest atMock(AcceptedText text, AcceptedText sent) throws IOException {
        try (MockProvider mock = MockProvider.start(profile(text), CLOCK)) {
            Registration registration = Registration.of(text.clientId())
                    .withKeys(List.of(text.publicKey()))
                    .withKeyOrigin(Registration.KeyOrigin.JWK_SET_URL);
            if (text.setting("team").isPresent()) {
                registration = registration.withTeamId(text.setting("team").get());
            }
            if (text.setting("subject").isPresent()) {
                registration = registration.withSubject(text.setting("subject").get());
            }
            if (text.setting("secret").isPresent()) {
                registration =
                        registration.withClientSecret(text.setting("secret").get());
            }
            mock.register(MockClient.of(registration));
            send(sent.request(mock.authorizationCode(text.clientId(), CALLBACK)), mock.tokenEndpoint());
            return mock.received().get(0);
        }
    }

    private static void send(String request, URI to) throws IOException {
        String[] parts = request.split("\n\n", 2);
        String body = parts.length > 1 ? parts[1] : "";
        try (Socket socket = new Socket("127.0.0.1", to.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((parts[0].strip().replace("\n", "\r\n") + "\r\nConnection: close\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            socket.getInputStream().readAllBytes();
        }
    }
}
