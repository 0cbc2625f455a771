// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.cli.shell.ShellCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The command as a whole: help, usage errors, color. */
class ClientauthCommandTest {
    @Test
    void everyCommandHasHelpWithExamplesThatFitsTheTerminal() {
        assertHelp(ClientauthCommand.commandLine(new CliHarness().shell()));
    }

    private static void assertHelp(CommandLine command) {
        String help = command.getUsageMessage();
        assertThat(help).as(command.getCommandName()).contains("Examples:", "--help");
        assertThat(help.lines())
                .as(help)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(help.substring(help.indexOf("Examples:")).lines().skip(1))
                .as("examples are not broken: " + help)
                .allSatisfy(line -> assertThat(line).startsWith("  "));
        command.getSubcommands().values().forEach(ClientauthCommandTest::assertHelp);
    }

    @Test
    void withoutACommandHelpIsPrintedAsInvalidUsage() {
        CliHarness harness = new CliHarness().run();
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.out()).isEmpty();
        assertThat(harness.err()).contains("Usage: clientauth", "doctor", "token");
        assertThat(harness.run("keys").exit()).isEqualTo(2);
        assertThat(harness.err()).contains("Usage: clientauth keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokn", "token --sho", "rules --level perhaps", "token --color sometimes"})
    void invalidUsageIsReportedInOneLine(String line) {
        CliHarness harness = new CliHarness().run(line.split(" "));
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).startsWith("clientauth: ").contains("--help.").doesNotContain("Exception", "\tat ");
    }

    @Test
    void theErrorListsTheColorModesAsInTheHelp() {
        assertThat(new CliHarness().run("token", "--color", "sometimes").err())
                .startsWith("clientauth: --color must be auto, always or never, but is \"sometimes\".");
        assertThat(new CliHarness().run("rules", "--color", "NEVER").exit()).isZero();
    }

    @Test
    void helpIsAlsoACommand() {
        CliHarness harness = new CliHarness().run("help", "diagnose");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).contains("Usage: clientauth diagnose");
        assertThat(new CliHarness().run("help").out()).contains("Usage: clientauth", "diagnose", "doctor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--every", "--once", "--kind"})
    void anUnknownOptionIsNotMatchedToADissimilarOne(String option) {
        assertThat(new CliHarness().run("watch", option, "5").err())
                .startsWith("clientauth: Unknown option: " + option + ".\n");
    }

    @Test
    void doctorWithoutAConfigurationIsInvalidUsage() {
        CliHarness harness = new CliHarness().run("doctor");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("No client is configured", "--config");
    }

    @Test
    void theClosestNameIsSuggested() {
        assertThat(new CliHarness().run("docter").err())
                .startsWith("clientauth: Unknown command: docter. Did you mean doctor?");
        assertThat(new CliHarness().run("nosuch").err()).startsWith("clientauth: Unknown command: nosuch.\n");
        assertThat(new CliHarness().run("token", "--key-idd", "x").err())
                .startsWith("clientauth: Unknown option: --key-idd. Did you mean --key-id?");
        assertThat(new CliHarness().run("rules", "epic", "smart").err())
                .startsWith("clientauth: Unexpected argument: smart.");
    }

    @Test
    void helpPrintsTheHelpOfACommandOrSubcommand() {
        CliHarness harness = new CliHarness().run("help", "keys", "generate");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).startsWith("Usage: clientauth keys generate");
        assertThat(harness.run("help").out()).startsWith("Usage: clientauth ");
        assertThat(harness.run("help", "tokn").exit()).isEqualTo(2);
        assertThat(harness.err()).startsWith("clientauth: Unknown command: tokn. Did you mean token?");
    }

    @Test
    void versionAndCompletionScriptArePrinted() {
        assertThat(new CliHarness().run("--version").out()).contains("clientauth ");
        CliHarness harness = new CliHarness().run("completion");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("doctor", "--token-endpoint", "inspect", "\"auto\" \"always\" \"never\"")
                .as("file names are completed")
                .doesNotContain("compopt +o default");
    }

    @Test
    void theStackTraceIsPrintedOnlyWithVerbose() {
        String[] args = {"token", "--verbose", "-p", "epic"};
        assertThat(new CliHarness().run(args).err())
                .contains("clientauth: The client id is required", "\tat dev.clientauth");
        assertThat(new CliHarness().run("token", "-p", "epic").err()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, true, '', '', true",
        "AUTO, false, '', '', false",
        "AUTO, true, 1, '', false",
        "AUTO, true, '', dumb, false",
        "ALWAYS, false, 1, dumb, true",
        "NEVER, true, '', '', false"
    })
    void colorIsForTerminalsUnlessSet(
            ShellCommand.Color color, boolean terminal, String noColor, String term, boolean expected) {
        assertThat(ShellCommand.hasColor(color, terminal, Map.of("NO_COLOR", noColor, "TERM", term)))
                .isEqualTo(expected);
    }
}
