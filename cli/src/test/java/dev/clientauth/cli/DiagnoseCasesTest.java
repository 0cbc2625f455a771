// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the command on inputs rebuilt from public bug reports ({@code diagnose}) and on inputs of the same kinds made with
 * other tools, languages, providers and values ({@code siblings}); {@code cases.json} says what the report must and must not say.
 */
class DiagnoseCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    /** The day on which the cases were written: those without {@code --at} are about a time near it. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T13:00:00Z"), ZoneOffset.UTC);

    private static final int FIRST_LINES = 15;

    /** The report of a case of {@code cases.json}, and what is wrong with it. */
    private record CaseResult(String name, String kind, List<String> faults, String report) {
        boolean isWrong() {
            return !faults.isEmpty();
        }
    }

    /** The results by folder: all tests use the same reports. */
    private static final Map<Path, List<CaseResult>> RESULTS = new ConcurrentHashMap<>();

    /** The cases whose report is known to be wrong, if the folder lists any. A case that becomes right must be removed. */
    private static List<String> expectedToFail(Path folder) throws IOException {
        Path list = folder.resolve("not-yet-right.txt");
        return (Files.exists(list) ? Files.readAllLines(list) : List.<String>of())
                .stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.split("\\s+", 2)[0])
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({"diagnose, 85", "siblings, 377"})
    void onlyTheCasesListedAsWrongAreWrong(String name, int size) throws IOException {
        Path folder = CASES.resolve(name);
        List<CaseResult> result = result(folder);

        assertThat(result).hasSize(size);
        List<CaseResult> wrong = result.stream().filter(CaseResult::isWrong).toList();
        assertThat(wrong)
                .as(() -> wrong.stream()
                        .map(each -> each.name() + " [" + each.kind() + "] " + each.faults())
                        .collect(Collectors.joining("\n", "Wrong cases:\n", "\n")))
                .extracting(CaseResult::name)
                .containsExactlyInAnyOrderElementsOf(expectedToFail(folder));
    }

    @Test
    void everyReportFitsOnAScreenOf80By24() {
        assertThat(result(CASES.resolve("diagnose")))
                .allSatisfy(each -> assertThat(each.report().lines().count())
                        .as(each.name() + "\n" + each.report())
                        .isLessThanOrEqualTo(24));
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagnose", "siblings"})
    void noCasePrintsASecret(String name) {
        List<CaseResult> leaks = result(CASES.resolve(name)).stream()
                .filter(each -> each.faults().stream().anyMatch(fault -> fault.startsWith("SECRET")))
                .toList();

        assertThat(leaks).isEmpty();
    }

    private static List<CaseResult> result(Path folder) {
        return RESULTS.computeIfAbsent(
                folder, f -> all(f).map(each -> evaluate(f, each)).toList());
    }

    private static Stream<JsonNode> all(Path folder) {
        try {
            return new JsonMapper()
                    .readTree(Files.readString(folder.resolve("cases.json")))
                    .valueStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CaseResult evaluate(Path folder, JsonNode expected) {
        List<String> faults = new ArrayList<>();
        String[] args = expected.path("args")
                .valueStream()
                .map(a -> a.textValue().replace("{dir}", folder.toString()))
                .toArray(String[]::new);
        CliHarness harness = new CliHarness().at(CLOCK);
        expected.path("env")
                .properties()
                .forEach(variable ->
                        harness.with(variable.getKey(), variable.getValue().textValue()));
        harness.run(args);
        String file = expected.path("file").textValue();
        String text =
                harness.all().replace(folder.resolve(file).toString(), "FILE").replace(file, "FILE");
        JsonNode exit = expected.path("exit");
        boolean isRightExit = exit.isArray()
                ? exit.valueStream().anyMatch(e -> e.intValue() == harness.exit())
                : exit.intValue() == harness.exit();
        if (!isRightExit) {
            faults.add("exit " + harness.exit());
        }
        List<String> secrets = texts(expected.path("secrets"));
        texts(expected.path("must")).stream().filter(m -> !isIn(m, text)).forEach(m -> faults.add("lacks /" + m + "/"));
        String first = expected.path("first").textValue();
        if (first != null
                && !isIn(
                        first, String.join("\n", text.lines().limit(FIRST_LINES).toList()))) {
            faults.add("does not lead with /" + first + "/");
        }
        texts(expected.path("mustNot")).stream()
                .filter(m -> isIn(m, text) || (secrets.contains(m) && isIn(m, text.replaceAll("\\s", ""))))
                .forEach(m -> faults.add((secrets.contains(m) ? "SECRET " : "says ") + "/" + m + "/"));
        List<String> options =
                args[0].equals("diagnose") && !secrets.isEmpty() ? List.of("--json", "--markdown") : List.of();
        for (String option : options) {
            String other = new CliHarness()
                    .at(CLOCK)
                    .run(Stream.concat(Stream.of(args), Stream.of(option)).toArray(String[]::new))
                    .all();
            secrets.stream()
                    .filter(m -> isIn(m, other) || isIn(m, other.replaceAll("\\s", "")))
                    .forEach(m -> faults.add("SECRET with " + option + " /" + m + "/"));
        }
        return new CaseResult(
                expected.path("name").textValue(), expected.path("kind").textValue(), faults, text);
    }

    private static boolean isIn(String expression, String text) {
        Pattern pattern = Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
        return pattern.matcher(text).find()
                || pattern.matcher(text.replaceAll("\\s+", " ")).find();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).toList();
    }
}
