// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The report names what was not read because a text is too large")
class ReadingLimitsTest {
    private static final String LINE = "INFO c.e.OrderService: Order stored\n";

    @Test
    void commandsAfterTheSixtieth() {
        String commands = IntStream.rangeClosed(1, 61)
                .mapToObj(i ->
                        "curl https://appleid.apple.com/auth/token -d 'grant_type=authorization_code&code=" + i + "'\n")
                .collect(Collectors.joining());

        assertThat(RequestParser.parse(commands).notes())
                .contains("The text contains more than 60 commands; those after them were not read.");
        assertThat(RequestParser.parse(commands.substring(commands.indexOf('\n') + 1))
                        .notes())
                .noneMatch(note -> note.contains("not read"));
    }

    @Test
    void linesOfALongLogThatAreFarFromARequest() {
        String request =
                "POST /auth/token HTTP/1.1\nHost: appleid.apple.com\n\ngrant_type=authorization_code&client_id=a\n";

        assertThat(RequestParser.parse(LINE.repeat(20_000) + request).notes())
                .contains("The text is long: only the lines near token requests and their responses were read.");
        assertThat(RequestParser.parse(LINE.repeat(2_000) + request).notes())
                .noneMatch(note -> note.contains("were read"));
    }

    @Test
    void parametersAfterTheThousandth() {
        String form =
                IntStream.rangeClosed(1, 1_001).mapToObj(i -> "p" + i + "=x").collect(Collectors.joining("&"));

        assertThat(RequestParser.parse(form).request().faults()).contains("there are more than 1000 parameters");
    }

    @Test
    void theEndOfALongDescription() {
        String response = "HTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_client\",\"error_description\":\""
                + "No ".repeat(200) + "\"}";

        assertThat(RequestParser.parse("POST https://a.example/token\n\ngrant_type=x&client_id=y\n\n" + response)
                        .chosen()
                        .response()
                        .orElseThrow()
                        .description()
                        .orElseThrow())
                .hasSize(501)
                .endsWith("…");
    }

    @Test
    void objectsAfterTooManyOthers() {
        String unclosed = "x\n" + "{\"a\": 1,\n".repeat(50_000);

        assertThat(RequestParser.parse(unclosed).notes()).anyMatch(note -> note.contains("some were not read"));
    }

    @Test
    void nothingOfAnObjectAfterManyOthersOnItsLine() {
        String line = "items " + "{\"sku\":\"A\"} and ".repeat(30)
                + "{\"grant_type\":\"client_credentials\",\"client_id\":\"com.example.a\"}";

        assertThat(RequestParser.parse(line).request().parameter("client_id")).contains("com.example.a");
    }
}
