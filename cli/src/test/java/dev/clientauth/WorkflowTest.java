// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The workflows of GitHub Actions give foreign code neither secrets nor rights. */
class WorkflowTest {
    private static final Path FOLDER = Path.of("../.github/workflows");

    /** A change or a tag in this repository, a pull request with the rights of its author, and the clock. */
    private static final Set<String> TRIGGERS = Set.of("push", "pull_request", "schedule");

    /** What a job may do besides reading the sources; a line more is a decision. */
    private static final Map<String, Map<String, String>> RIGHTS = Map.of(
            "codeql.yml/analyze", Map.of("contents", "read", "security-events", "write"),
            "release.yml/attest", Map.of("id-token", "write", "attestations", "write"));

    private record Workflow(String file, JsonNode content) {
        List<Map.Entry<String, JsonNode>> jobs() {
            return List.copyOf(content.path("jobs").properties());
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Workflow> workflows() throws IOException {
        List<Workflow> workflows = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                workflows.add(
                        new Workflow(file.getFileName().toString(), new YAMLMapper().readTree(Files.readString(file))));
            }
        }
        assertThat(workflows).hasToString("[ci.yml, codeql.yml, keycloak.yml, release.yml]");
        return workflows;
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void noTriggerRunsForeignCodeWithTheRightsOfTheRepository(Workflow workflow) {
        assertThat(names(workflow.content().path("on"))).isNotEmpty().isSubsetOf(TRIGGERS);
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachJobHasTheLeastRights(Workflow workflow) {
        assertThat(rights(workflow.content())).isEqualTo(Map.of("contents", "read"));
        assertThat(workflow.jobs())
                .isNotEmpty()
                .allSatisfy(job -> assertThat(rights(job.getValue()))
                        .as(job.getKey())
                        .isEqualTo(RIGHTS.getOrDefault(workflow.file() + "/" + job.getKey(), Map.of())));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachActionIsPinnedToACommit(Workflow workflow) throws IOException {
        List<String> used = Files.readString(FOLDER.resolve(workflow.file()))
                .lines()
                .filter(line -> line.contains("uses:"))
                .toList();
        assertThat(used)
                .hasSize((int) steps(workflow).filter(step -> step.has("uses")).count())
                .isNotEmpty()
                .allMatch(line -> line.matches(" +- uses: (actions|github)/[\\w/-]+@[0-9a-f]{40} # v[\\d.]+"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void noCheckoutLeavesACredentialBehind(Workflow workflow) {
        assertThat(steps(workflow).filter(step -> step.path("uses").asText().startsWith("actions/checkout@")))
                .allMatch(step ->
                        step.path("with").path("persist-credentials").asText().equals("false"));
    }

    /** An expression in a script is replaced before the shell reads it, with whatever it contains. */
    @ParameterizedTest
    @MethodSource("workflows")
    void noScriptContainsAnExpression(Workflow workflow) {
        assertThat(steps(workflow).map(step -> step.path("run").asText())).noneMatch(script -> script.contains("${{"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void secretsAreOnlyInStepsOfJobsThatAMaintainerApproves(Workflow workflow) {
        assertThat(workflow.content().path("env").isMissingNode()).isTrue();
        for (Map.Entry<String, JsonNode> job : workflow.jobs()) {
            assertThat(job.getValue().path("env").isMissingNode())
                    .as(job.getKey())
                    .isTrue();
            assertThat(job.getValue().path("secrets").isMissingNode())
                    .as(job.getKey())
                    .isTrue();
            if (job.getValue().toString().contains("secrets.")) {
                assertThat(job.getValue().path("environment").asText()).isEqualTo("maven-central");
                assertThat(job.getValue().toString())
                        .as("no cache, which other jobs can write")
                        .doesNotContain("\"cache\"", ".ci/run");
                assertThat(names(workflow.content().path("on").path("push"))).containsExactly("tags");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void credentialsAreNamesNeverValues(Workflow workflow) throws IOException {
        assertThat(Files.readString(FOLDER.resolve(workflow.file()))
                        .lines()
                        .filter(line -> line.matches("(?i).*(password|username|passphrase|_key):.*")))
                .allMatch(line -> line.matches(".*: (\\$\\{\\{ secrets\\.[A-Z_]+ }}|[A-Z_]+)"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void eachJobEndsAndRunsOnAFixedImageOfGitHub(Workflow workflow) {
        assertThat(workflow.jobs()).allSatisfy(job -> {
            assertThat(job.getValue().path("timeout-minutes").asInt()).isBetween(1, 60);
            assertThat(job.getValue().path("runs-on").asText()).isEqualTo("ubuntu-24.04");
        });
    }

    private static Stream<JsonNode> steps(Workflow workflow) {
        return workflow.jobs().stream().flatMap(job -> {
            List<JsonNode> steps = new ArrayList<>();
            job.getValue().path("steps").forEach(steps::add);
            return steps.stream();
        });
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Map<String, String> rights(JsonNode node) {
        Map<String, String> rights = new TreeMap<>();
        if (node.path("permissions").isTextual()) {
            rights.put("all", node.path("permissions").asText());
        }
        node.path("permissions")
                .properties()
                .forEach(right -> rights.put(right.getKey(), right.getValue().asText()));
        return rights;
    }
}
