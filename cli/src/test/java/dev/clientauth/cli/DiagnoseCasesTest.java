package dev.clientauth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code diagnose} on inputs rebuilt from public bug reports; {@code cases.json} names the source of each. */
class DiagnoseCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/diagnose");
    /** The day on which the cases were written: those without {@code --at} are about a time near it. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T13:00:00Z"), ZoneOffset.UTC);

    private static final int FIRST_LINES = 15;

    /** What the response to a case has to say, by a name of {@code cases.json}, with the faults found. */
    private record Judged(String name, String kind, List<String> faults) {}

    @Test
    void everyCaseHasTheRightResponse() {
        List<Judged> judged = all().map(DiagnoseCasesTest::judge).toList();

        assertThat(judged).hasSize(85);
        assertThat(judged).filteredOn(j -> !j.faults().isEmpty()).isEmpty();
    }

    @Test
    void everyReportFitsOnAScreenOf80By24() {
        assertThat(all()).allSatisfy(each -> {
            CliHarness desk = new CliHarness().at(CLOCK).run(arguments(each));
            assertThat(desk.all().lines().count())
                    .as(each.path("name").textValue() + "\n" + desk.all())
                    .isLessThanOrEqualTo(24);
        });
    }

    @Test
    void noCasePrintsASecret() {
        List<Judged> leaks = all().map(DiagnoseCasesTest::judge)
                .filter(j -> j.faults().stream().anyMatch(f -> f.startsWith("SECRET")))
                .toList();

        assertThat(leaks).isEmpty();
    }

    private static Stream<JsonNode> all() {
        try {
            return new JsonMapper()
                    .readTree(Files.readString(CASES.resolve("cases.json")))
                    .valueStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Judged judge(JsonNode expected) {
        List<String> faults = new ArrayList<>();
        String[] args = arguments(expected);
        CliHarness harness = new CliHarness().at(CLOCK).run(args);
        String text = harness.all()
                .replace(CASES.resolve(expected.path("file").textValue()).toString(), "FILE");
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
        for (String option : List.of("--json", "--markdown")) {
            String other = new CliHarness()
                    .at(CLOCK)
                    .run(Stream.concat(Stream.of(args), Stream.of(option)).toArray(String[]::new))
                    .all();
            secrets.stream()
                    .filter(m -> isIn(m, other) || isIn(m, other.replaceAll("\\s", "")))
                    .forEach(m -> faults.add("SECRET with " + option + " /" + m + "/"));
        }
        return new Judged(
                expected.path("name").textValue(), expected.path("kind").textValue(), faults);
    }

    private static String[] arguments(JsonNode each) {
        return each.path("args")
                .valueStream()
                .map(a -> a.textValue().replace("{dir}", CASES.toString()))
                .toArray(String[]::new);
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
