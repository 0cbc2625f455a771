// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.cli.CliHarness;
import dev.clientauth.cli.shell.Output;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** Key files rebuilt from public bug reports, each with what the command must print and must not print. */
@DisplayName("A key from a public bug report is read, or named with the next step")
class KeyCasesTest {
    private static final Path FOLDER = Path.of("src/test/resources/cases/keys");

    static Stream<Arguments> cases() throws IOException {
        JsonNode cases = Output.read(Files.readString(FOLDER.resolve("cases.json")));
        return StreamSupport.stream(cases.spliterator(), false)
                .map(each -> Arguments.of(each.path("name").asText(), each));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyCaseHasTheExpectedOutput(String name, JsonNode expected) {
        CliHarness harness = new CliHarness();
        expected.path("env")
                .properties()
                .forEach(variable ->
                        harness.with(variable.getKey(), variable.getValue().asText()));

        harness.run(strings(expected.path("args")).stream()
                .map(argument -> argument.replace("{dir}", FOLDER.toString()))
                .toArray(String[]::new));

        String output = (harness.out() + harness.err())
                .replace(FOLDER.toString(), "DIR")
                .replace(expected.path("file").asText(), "FILE");
        String flat = output.replaceAll("\\s+", " ");
        String bare = output.replaceAll("\\s+", "");
        List<Integer> exits = expected.path("exit").isArray()
                ? strings(expected.path("exit")).stream().map(Integer::valueOf).toList()
                : List.of(expected.path("exit").asInt());
        assertThat(exits).as(output).contains(harness.exit());
        for (String must : strings(expected.path("must"))) {
            assertThat(find(must, output) || find(must, flat))
                    .as("%s in%n%s", must, output)
                    .isTrue();
        }
        for (String mustNot : strings(expected.path("mustNot"))) {
            assertThat(find(mustNot, output) || find(mustNot, flat))
                    .as("%s in%n%s", mustNot, output)
                    .isFalse();
        }
        for (String secret : strings(expected.path("secrets"))) {
            assertThat(find(secret, bare)).as(output).isFalse();
        }
    }

    private static boolean find(String expression, String text) {
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }
}
