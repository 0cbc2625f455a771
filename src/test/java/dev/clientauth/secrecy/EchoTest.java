// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.secrecy;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.RawServer;
import dev.clientauth.fakes.Secrets;
import dev.clientauth.json.Json;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Nothing that a server echoes from a request appears in an exception or a log. */
@Timeout(30)
class EchoTest {
    private static final Map<String, Grant> GRANTS = Map.of(
            "client_credentials",
            Grant.clientCredentials(),
            "authorization_code",
            Grant.authorizationCode("c0de/S3cr3t+one=&two", URI.create("https://app.example.com/callback"))
                    .withCodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "refresh_token",
            Grant.refreshToken("r3fresh S3cr3t%20\u00e9~*"),
            "jwt_bearer",
            new Grant.JwtBearer("0paque.grant.assertion", Optional.of("read")));

    /** What is sent back for the text of a form. */
    private static final Map<String, UnaryOperator<String>> ECHOES = Map.ofEntries(
            Map.entry("error_description", text -> json(Map.of("error", "invalid_client", "error_description", text))),
            Map.entry("error", text -> json(Map.of("error", text))),
            Map.entry(
                    "error_uri",
                    text -> json(Map.of("error", "invalid_grant", "error_uri", "https://e.example/?" + text))),
            Map.entry(
                    "all of the error",
                    text -> json(Map.of("error", text, "error_description", text, "error_uri", text))),
            Map.entry("unknown member", text -> json(Map.of("message", text))),
            Map.entry("name of a member", text -> json(Map.of(text, "x"))),
            Map.entry("JSON string", text -> responses("400 Bad Request", "", Json.write(text))),
            Map.entry("JSON syntax error", text -> responses("400 Bad Request", "", "{\"error\":" + text + "}")),
            Map.entry("text", text -> responses("400 Bad Request", "", text)),
            Map.entry("HTML", text -> responses("500 Oops", "", "<html><body>" + text + "</body></html>")),
            Map.entry(
                    "path of Location",
                    text -> responses("302 Found", "Location: https://e.example/" + text + "\r\n", "")),
            Map.entry(
                    "host of Location",
                    text -> responses("307 There", "Location: https://" + text + ".e.example/\r\n", "")),
            Map.entry("Location alone", text -> responses("308 There", "Location: " + text + "\r\n", "")),
            Map.entry("other header", text -> responses("400 Bad Request", "X-Request: " + text + "\r\n", "{}")),
            Map.entry("name of a header", text -> responses("400 Bad Request", text + ": x\r\n", "{}")),
            Map.entry("reason phrase", text -> responses("400 " + text, "", "{}")),
            Map.entry("status line", text -> text + "\r\n\r\n"),
            Map.entry("status", text -> "HTTP/1.1 " + text + "\r\n\r\n"),
            Map.entry("cut off", text -> text),
            Map.entry("length", text -> "HTTP/1.1 200 OK\r\nContent-Length: " + text + "\r\n\r\n"),
            Map.entry("chunk", text -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + text + "\r\n"),
            Map.entry("gzip", text -> responses("200 OK", "Content-Encoding: gzip\r\n", text)));

    static Stream<String> echoes() {
        return ECHOES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void noFormParameterIsShownTogetherWithOthers(String echo) throws Exception {
        drive(ECHOES.get(echo), form -> form);
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void noParameterIsShown(String echo) throws Exception {
        drive(ECHOES.get(echo), form -> "Bad: " + String.join(" / ", Secrets.parameters(form)));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void theFirstSecretAloneIsNotShown(String echo) throws Exception {
        drive(ECHOES.get(echo), form -> Secrets.parameters(form).get(0));
    }

    private static void drive(UnaryOperator<String> echo, UnaryOperator<String> choice) throws Exception {
        for (Grant grant : GRANTS.values()) {
            AtomicReference<String> form = new AtomicReference<>("");
            RawServer.Script script = (request, socket, out) -> {
                form.set(request.substring(request.indexOf("\r\n\r\n") + 4));
                out.write(echo.apply(choice.apply(form.get())).getBytes(ISO_8859_1));
            };
            try (RawServer server = RawServer.after(script);
                    LogCapture logs = new LogCapture()) {
                ClientAuthenticator client = ClientAuthenticator.builder(
                                PrivateKeyJwt.withTokenEndpointAudience(server.endpoint()))
                        .clientId("my-client")
                        .signingKey(Clients.EC)
                        .build();
                Throwable thrown = catchThrowable(() -> client.request(grant));
                assertThat(thrown).isInstanceOfAny(TokenRefusedException.class, TokenTransportException.class);
                Secrets secrets = new Secrets().withForm(form.get());
                secrets.assertAbsentFrom("exception", LogCapture.printed(thrown));
                secrets.assertAbsentFrom("log", logs.text());
                if (thrown instanceof TokenRefusedException refused) {
                    secrets.assertAbsentFrom("error", said(refused));
                }
                assertThat(server.requestCount()).isBetween(1, 4);
            }
        }
    }

    private static String said(TokenRefusedException refused) {
        return String.join(
                "\n",
                List.of(
                        refused.error().toString(),
                        refused.error().code(),
                        refused.error().description().orElse(""),
                        refused.error().uri().orElse(""),
                        refused.diagnosis().toString(),
                        refused.diagnosis().findings().toString(),
                        refused.diagnosis().response().toString()));
    }

    private static String json(Map<String, String> members) {
        return responses("400 Bad Request", "Content-Type: application/json\r\n", Json.write(members));
    }

    private static String responses(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\n\r\n" + body;
    }
}
