package dev.clientauth.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

import java.util.Optional;

/** The {@code clientauth} command. */
@Command(
        name = "clientauth",
        versionProvider = Main.Version.class,
        description = {
            "Signed-JWT client authentication: gets tokens, and says why a token endpoint answers invalid_client.",
            "",
            "A client is configured by flags, by CLIENTAUTH_… variables, or by --config FILE; flags beat variables,"
                    + " which beat the file. Secrets come from files or variables, never from flags.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 clean or accepted, 1 faults found or refused, 2 wrong usage or configuration.",
            "",
            "Examples:",
            "  clientauth diagnose request.txt",
            "  clientauth doctor --config clientauth.properties",
            "  clientauth token -p school --client-id SCHOOLAPI.… -k school.pem --key-id …",
            "  clientauth mock --demo demo",
            "  clientauth rules epic",
            "  clientauth keys inspect AuthKey_ABC123DEFG.p8"
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class Main {
    private static final int WIDEST_HELP = 100;
    private static final int NARROWEST_HELP = 55;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help; each command has its own.")
    boolean isHelp;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean isVersion;

    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // Before the first logger: that nothing listens to the log is right here, and not worth a warning.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Shell shell = Shell.ofProcess();
        int exit = commandLine(shell).execute(args);
        shell.out().flush();
        System.exit(exit);
    }

    /** The command with all its subcommands, in this shell. */
    static CommandLine commandLine(Shell shell) {
        CommandLine root = new CommandLine(new Main());
        root.addSubcommand(new TokenCommand(shell))
                .addSubcommand(new AssertionCommand(shell))
                .addSubcommand(new DiagnoseCommand(shell))
                .addSubcommand(new DoctorCommand(shell))
                .addSubcommand(new WatchCommand(shell))
                .addSubcommand(new MockCommand(shell))
                .addSubcommand(new RulesCommand(shell))
                .addSubcommand(KeysCommand.commandLine(shell))
                .addSubcommand(new CompletionCommand(shell));
        boolean coloured = ShellCommand.hasColour(ShellCommand.Colour.AUTO, shell.isTerminal(), shell.environment());
        Faults faults = new Faults(shell.err());
        return root.setOut(shell.out())
                .setErr(shell.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, shell.columns())))
                .setColorScheme(Help.defaultColorScheme(coloured ? Help.Ansi.ON : Help.Ansi.OFF))
                .setParameterExceptionHandler(faults)
                .setExecutionExceptionHandler(faults);
    }

    /** The version of the jar, where there is one. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "clientauth "
                        + Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                                .orElse("(built from source)"),
                "Java " + Runtime.version()
            };
        }
    }
}
