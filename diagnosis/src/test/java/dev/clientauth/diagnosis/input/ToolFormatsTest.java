// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.Golden;
import dev.clientauth.diagnosis.input.clean.Timestamp;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Requests and responses in the formats of tools, each sample with its own values")
class ToolFormatsTest {
    private static final Path FORMATS = Path.of("src/test/resources/cases/tools/formats.txt");
    private static final Path TABLE = Path.of("../docs/reading.md");
    private static final long SEED = Long.getLong("formats.seed", 20_261_126L);
    private static final List<String> COLUMNS = List.of("url", "params", "headers", "status", "error", "date");

    /** A sample: the tool, and the parts of the request and the response that must be read. */
    private record Sample(String tool, Set<String> asked, String text) {}

    /** The values in a sample. */
    private record Values(
            String host,
            String path,
            String client,
            String jwt,
            int status,
            String error,
            String date,
            Instant instant) {
        static Values of(Random random) {
            String host = List.of("login.example.org", "idp-7.example.net", "auth.eu.example.com")
                    .get(random.nextInt(3));
            String path = List.of(
                            "/oauth2/v1/token",
                            "/realms/main/protocol/openid-connect/token",
                            "/as/token.oauth2",
                            "/token")
                    .get(random.nextInt(4));
            String client = "svc-" + Integer.toHexString(random.nextInt()) + "-app";
            byte[] signature = new byte[64];
            random.nextBytes(signature);
            String jwt = encoded("{\"alg\":\"ES384\",\"kid\":\"k" + random.nextInt(100) + "\"}") + "."
                    + encoded("{\"iss\":\"" + client + "\",\"sub\":\"" + client + "\",\"aud\":\"https://" + host + path
                            + "\",\"exp\":1795690000,\"jti\":\"" + random.nextInt(1_000_000) + "\"}")
                    + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
            return new Values(
                    host,
                    path,
                    client,
                    jwt,
                    random.nextBoolean() ? 400 : 401,
                    List.of("invalid_client", "invalid_grant", "unauthorized_client", "invalid_request")
                            .get(random.nextInt(4)),
                    "Thu, 26 Nov 2026 10:11:" + (10 + random.nextInt(49)) + " GMT",
                    Instant.EPOCH);
        }

        private static String encoded(String text) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
        }

        String url() {
            return "https://" + host + path;
        }

        String form() {
            return "grant_type=client_credentials&client_id=" + client
                    + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                    + jwt
                    + "&scope=system%2FPatient.read";
        }

        String errorBody() {
            return "{\"error\":\"" + error + "\"}";
        }

        String request() {
            return "POST " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" + form();
        }

        String response() {
            return "HTTP/1.1 " + status + " Bad\r\nContent-Type: application/json\r\n\r\n" + errorBody();
        }

        String fill(String text) {
            return text.replace("«U»", url())
                    .replace("«H»", host)
                    .replace("«P»", path)
                    .replace("«P1»", path.substring(1))
                    .replace("«C»", client)
                    .replace("«J»", jwt)
                    .replace("«T»", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .replace("«FW»", traced(form()))
                    .replace("«FH»", form().replace("&", "&amp;"))
                    .replace("«F»", form())
                    .replace("«S»", String.valueOf(status))
                    .replace("«E»", error)
                    .replace("«AE»", errorBody().replace("\"", "\\\""))
                    .replace("«A»", errorBody())
                    .replace("«D»", date)
                    .replace("«HEXREQ»", dumped(request(), "%04x: %s %s"))
                    .replace("«HEXRES»", dumped(response(), "%04x: %s %s"))
                    .replace("«NETTYREQ»", dumped(request(), "|%08x| %s|%s|"))
                    .replace("«NETTYRES»", dumped(response(), "|%08x| %s|%s|"));
        }

        /** As {@code --trace-ascii} breaks a body. */
        private static String traced(String form) {
            StringBuilder lines = new StringBuilder();
            for (int at = 0; at < form.length(); at += 64) {
                lines.append(at == 0 ? "" : "\n")
                        .append("%04x: ".formatted(at))
                        .append(form, at, Math.min(form.length(), at + 64));
            }
            return lines.toString();
        }

        private static String dumped(String text, String row) {
            byte[] bytes = text.getBytes(UTF_8);
            StringBuilder lines = new StringBuilder();
            for (int at = 0; at < bytes.length; at += 16) {
                StringBuilder hex = new StringBuilder();
                StringBuilder plain = new StringBuilder();
                for (int i = at; i < Math.min(bytes.length, at + 16); i++) {
                    hex.append("%02x ".formatted(bytes[i]));
                    plain.append(bytes[i] < 32 ? '.' : (char) bytes[i]);
                }
                lines.append(at == 0 ? "" : "\n").append(row.formatted(at, hex.toString(), plain.toString()));
            }
            return lines.toString();
        }
    }

    @Test
    void everySampleIsReadAsExpected() throws IOException {
        Random random = new Random(SEED);
        List<String> faults = new ArrayList<>();
        Map<String, Map<String, int[]>> table = new LinkedHashMap<>();
        int number = 0;
        for (Sample sample : samples()) {
            number++;
            Values values = Values.of(random);
            ParsedInput input = RequestParser.parse(values.fill(sample.text()));
            Map<String, int[]> row = table.computeIfAbsent(sample.tool(), tool -> new LinkedHashMap<>());
            for (String asked : sample.asked()) {
                int[] count = row.computeIfAbsent(asked, column -> new int[2]);
                count[1]++;
                String fault = fault(asked, input, values);
                if (fault == null) {
                    count[0]++;
                } else {
                    faults.add(
                            number + " " + sample.tool() + ": " + asked + ": " + fault + " (" + input.format() + ")");
                }
            }
        }
        assertThat(faults).isEmpty();
        Golden.assertKept(TABLE, page(table));
    }

    /** Returns why a part was not read, or null if it was. */
    private static String fault(String asked, ParsedInput input, Values values) {
        ParsedExchange exchange = input.chosen();
        Optional<ParsedResponse> response = exchange.response();
        return switch (asked) {
            case "url" -> {
                boolean isRight = exchange.request().endpoint().equals(Optional.of(URI.create(values.url())))
                        && exchange.request().method().filter("POST"::equals).isPresent();
                // If the tool does not print the method, a request without one is not a fault.
                yield isRight
                                || (exchange.request().endpoint().equals(Optional.of(URI.create(values.url())))
                                        && exchange.request().method().isEmpty())
                        ? null
                        : exchange.request().toString();
            }
            case "params" ->
                exchange.request().parameter("client_id").equals(Optional.of(values.client()))
                                && exchange.request()
                                        .parameter("client_assertion")
                                        .equals(Optional.of(values.jwt()))
                                && exchange.request().parameter("grant_type").equals(Optional.of("client_credentials"))
                                && exchange.request()
                                        .assertion()
                                        .flatMap(a -> a.claims())
                                        .isPresent()
                        ? null
                        : exchange.request().toString();
            case "secret" ->
                exchange.format() == InputFormat.CONFIGURATION
                                && exchange.request()
                                        .assertion()
                                        .flatMap(a -> a.claims())
                                        .isPresent()
                                && values.client().equals(exchange.settings().get("client_id"))
                        ? null
                        : exchange.request() + " " + exchange.settings().keySet();
            case "headers" ->
                exchange.request().headers().isPresent()
                                && (exchange.request().headers().get().isEmpty()
                                        || exchange.request().headers().get().keySet().stream()
                                                .anyMatch(Set.of("content-type", "accept", "user-agent")::contains))
                        ? null
                        : "none";
            case "status" ->
                response.isPresent() && response.get().status().orElse(0) == values.status()
                        ? null
                        : response.toString();
            case "error" ->
                response.flatMap(ParsedResponse::error).equals(Optional.of(values.error()))
                        ? null
                        : response.toString();
            case "date" ->
                response.flatMap(ParsedResponse::date).equals(Optional.ofNullable(Timestamp.in(values.date())))
                        ? null
                        : response.toString();
            default -> "unknown: " + asked;
        };
    }

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String part : Files.readString(FORMATS).split("(?m)^#### ")) {
            if (part.isBlank()) {
                continue;
            }
            int line = part.indexOf('\n');
            String[] head = part.substring(0, line).split("\\|", -1);
            Set<String> asked =
                    new TreeSet<>(List.of((head[1] + " " + head[2]).strip().split("\\s+")));
            samples.add(new Sample(head[0].strip(), asked, part.substring(line + 1)));
        }
        return samples;
    }

    private static String page(Map<String, Map<String, int[]>> table) {
        StringBuilder page = new StringBuilder("""
                # What `diagnose` can read

                `clientauth diagnose` reads token requests and their responses from the output of these tools. In the table, 2/3 would
                mean that three of the test samples contain that part of a request or response, and that it is read in two of them. An
                empty cell means that the tool does not print that part. `ToolFormatsTest` writes this table.

                A text may contain several requests, in several formats, between other lines.

                The maximum size of a text is 16 MiB. In a text of more than 512 KiB, only the lines near token requests and their
                responses are read. At most 60 commands, 60,000 parts and 1,000 parameters per request are read, and 20 refused requests
                are kept. If a limit was reached, the report says what was not read.

                | tool | address and method | parameters | headers | status | error | `Date` |
                |---|---|---|---|---|---|---|
                """);
        table.forEach((tool, row) -> {
            page.append("| ").append(tool).append(" |");
            for (String column : COLUMNS) {
                int[] count = row.getOrDefault(
                        column, column.equals("params") ? row.getOrDefault("secret", new int[2]) : new int[2]);
                page.append(count[1] == 0 ? " " : " " + count[0] + "/" + count[1])
                        .append(count[1] == 0 ? "|" : " |");
            }
            page.append('\n');
        });
        return page.toString();
    }
}
