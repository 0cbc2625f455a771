package dev.clientauth.cli;

import java.util.regex.Pattern;

/** Keeps what looks like a secret out of messages, and off the command line. */
final class Discreet {
    private static final Pattern JWT =
            Pattern.compile("(?:eyJ|(?<![A-Za-z0-9])e[yw])[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_=-]*)*");
    private static final Pattern PEM = Pattern.compile("-----BEGIN[\\s\\S]*");
    private static final Pattern DER = Pattern.compile("MI[A-Za-z0-9+/]{48,}=*");
    private static final Pattern PRIVATE_JWK = Pattern.compile("\"d\"\\s*:\\s*\"[^\"]*\"?");

    private Discreet() {}

    /** A message with everything taken out that looks like a token or a key. */
    static String message(String text) {
        String clean = Wrapped.printable(text);
        for (Pattern pattern : new Pattern[] {PEM, JWT, DER, PRIVATE_JWK}) {
            clean = pattern.matcher(clean).replaceAll("(not shown)");
        }
        return clean;
    }

    /**
     * The argument, where it can be a file's name.
     *
     * @throws UsageException if it is a secret itself, which it does not repeat
     */
    static String fileName(String argument) {
        String what = what(argument.strip());
        if (!what.isEmpty()) {
            throw new UsageException("In place of a file's name stands " + what
                    + ". A command line can be read by others and is kept in the shell's history: put it into a file"
                    + " and name that, or pass it on standard input with \"-\" where a command reads it.");
        }
        return argument;
    }

    private static String what(String argument) {
        if (PEM.matcher(argument).find() || DER.matcher(argument).matches()) {
            return "a key";
        }
        if (argument.startsWith("{")) {
            return "JSON";
        }
        if (argument.startsWith("curl ")) {
            return "a curl command";
        }
        return argument.indexOf('/') < 0 && JWT.matcher(argument).matches() && argument.indexOf('.') > 0 ? "a JWT" : "";
    }
}
