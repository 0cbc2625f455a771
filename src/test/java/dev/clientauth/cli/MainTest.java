package dev.clientauth.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The command as a whole: help, usage errors, colour. */
class MainTest {
    @Test
    void everyCommandHasHelpWithExamplesThatFitsTheTerminal() {
        assertHelp(Main.commandLine(new Desk().shell()));
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
        command.getSubcommands().values().forEach(MainTest::assertHelp);
    }

    @Test
    void withoutACommandTheHelpIsShownAsWrongUsage() {
        Desk desk = new Desk().run();
        assertThat(desk.exit()).isEqualTo(2);
        assertThat(desk.out()).isEmpty();
        assertThat(desk.err()).contains("Usage: clientauth", "doctor", "token");
        assertThat(desk.run("keys").exit()).isEqualTo(2);
        assertThat(desk.err()).contains("Usage: clientauth keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokn", "token --sho", "rules --level perhaps", "token --color sometimes"})
    void wrongUsageIsToldInLinesOfItsOwn(String line) {
        Desk desk = new Desk().run(line.split(" "));
        assertThat(desk.exit()).isEqualTo(2);
        assertThat(desk.err()).startsWith("clientauth: ").contains("--help.").doesNotContain("Exception", "\tat ");
    }

    @Test
    void theColoursThatThereAreAreNamedAsTheHelpNamesThem() {
        assertThat(new Desk().run("token", "--color", "sometimes").err())
                .startsWith("clientauth: --color is auto, always or never, not \"sometimes\".");
        assertThat(new Desk().run("rules", "--color", "NEVER").exit()).isZero();
    }

    @Test
    void whatWasMeantIsSuggested() {
        assertThat(new Desk().run("docter").err())
                .startsWith("clientauth: There is no command \"docter\". Did you mean doctor?");
        assertThat(new Desk().run("nosuch").err()).startsWith("clientauth: There is no command \"nosuch\".\n");
        assertThat(new Desk().run("token", "--key-idd", "x").err())
                .startsWith("clientauth: There is no option \"--key-idd\". Did you mean --key-id?");
        assertThat(new Desk().run("rules", "epic", "smart").err())
                .startsWith("clientauth: There is no place for \"smart\".");
    }

    @Test
    void itHasAVersionAndACompletionScript() {
        assertThat(new Desk().run("--version").out()).contains("clientauth ");
        Desk desk = new Desk().run("completion");
        assertThat(desk.exit()).isZero();
        assertThat(desk.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("doctor", "--token-endpoint", "inspect", "\"auto\" \"always\" \"never\"")
                .as("file names are completed")
                .doesNotContain("compopt +o default");
    }

    @Test
    void theStackIsShownOnlyWhereAsked() {
        String[] args = {"token", "--verbose", "-p", "epic"};
        assertThat(new Desk().run(args).err()).contains("clientauth: Needs the client id", "\tat dev.clientauth");
        assertThat(new Desk().run("token", "-p", "epic").err()).doesNotContain("\tat ");
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
    void colourIsForTerminalsUnlessToldOtherwise(
            ShellCommand.Colour colour, boolean terminal, String noColor, String term, boolean expected) {
        assertThat(ShellCommand.hasColour(colour, terminal, Map.of("NO_COLOR", noColor, "TERM", term)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'output\n24 132\n', '', true, false, 132",
        "'input\noutput\n24 132\n', 100, true, true, 100",
        "'', '', false, false, 80",
        "'input\n', 120, false, true, 120",
        "'output\n', nonsense, true, false, 80",
        "'output\n0 0\n', '', true, false, 80",
        "'output\n24 10\n', '', true, false, 40"
    })
    void theWidthIsThatOfTheTerminal(String answer, String columns, boolean out, boolean in, int expected) {
        TerminalSize size = TerminalSize.read(answer, columns);
        assertThat(size).isEqualTo(new TerminalSize(out, in, expected));
    }
}
