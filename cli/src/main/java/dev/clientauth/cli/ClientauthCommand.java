// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.cli.demo.DemoCommand;
import dev.clientauth.cli.doctor.DoctorCommand;
import dev.clientauth.cli.keys.KeysCommand;
import dev.clientauth.cli.mock.MockCommand;
import dev.clientauth.cli.proxy.ProxyCommand;
import dev.clientauth.cli.shell.ErrorHandler;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.watch.WatchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

import java.util.Optional;

/** The {@code clientauth} command. */
@Command(
        name = "clientauth",
        versionProvider = ClientauthCommand.Version.class,
        description = {
            "OAuth client authentication with signed JWTs: requests tokens, and explains why a token endpoint responds with"
                    + " invalid_client.",
            "",
            "Configure a client with flags, CLIENTAUTH_… variables, or --config FILE. Flags override variables, and"
                    + " variables override the file. Secrets come from files or variables, never from flags.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 success, 1 problems found or request refused, 2 invalid usage or configuration.",
            "",
            "Examples:",
            "  clientauth demo",
            "  clientauth diagnose request.txt",
            "  clientauth doctor --config clientauth.properties",
            "  clientauth token -p school --client-id SCHOOLAPI.… -k school.pem --key-id …",
            "  clientauth mock --demo demo",
            "  clientauth rules epic",
            "  clientauth keys inspect AuthKey_ABC123DEFG.p8"
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class ClientauthCommand {
    private static final int WIDEST_HELP = 100;
    private static final int NARROWEST_HELP = 55;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help. Each command has its own --help.")
    boolean isHelp;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean isVersion;

    private ClientauthCommand() {}

    /** Runs the command and exits the JVM with its exit code. */
    public static void main(String[] args) {
        // Before the first logger is created: the command has no log on purpose, so SLF4J must not warn about it.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Shell shell = Shell.ofProcess();
        int exit = commandLine(shell).execute(args);
        shell.out().flush();
        System.exit(exit);
    }

    /** Returns the command with all its subcommands. */
    static CommandLine commandLine(Shell shell) {
        CommandLine root = new CommandLine(new ClientauthCommand());
        root.addSubcommand(new DemoCommand(shell))
                .addSubcommand(new TokenCommand(shell))
                .addSubcommand(new AssertionCommand(shell))
                .addSubcommand(new DiagnoseCommand(shell))
                .addSubcommand(new DoctorCommand(shell))
                .addSubcommand(new WatchCommand(shell))
                .addSubcommand(new MockCommand(shell))
                .addSubcommand(new ProxyCommand(shell))
                .addSubcommand(new RulesCommand(shell))
                .addSubcommand(KeysCommand.commandLine(shell))
                .addSubcommand(new CompletionCommand(shell))
                .addSubcommand(new HelpCommand());
        boolean colored = ShellCommand.hasColor(ShellCommand.Color.AUTO, shell.isTerminal(), shell.environment());
        ErrorHandler faults = new ErrorHandler(shell.err());
        return root.setOut(shell.out())
                .setErr(shell.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, shell.columns())))
                .setColorScheme(Help.defaultColorScheme(colored ? Help.Ansi.ON : Help.Ansi.OFF))
                .setParameterExceptionHandler(faults)
                .setExecutionExceptionHandler(faults);
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "clientauth "
                        + Optional.ofNullable(
                                        ClientauthCommand.class.getPackage().getImplementationVersion())
                                .orElse("(built from source)"),
                "Java " + Runtime.version()
            };
        }
    }
}
