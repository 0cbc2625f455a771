package dev.clientauth.reading;

import tools.jackson.databind.JsonNode;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Brings what programs and their libraries print of a request into the form in which it went over the wire. */
final class PrintedText {
    private static final String NAME = "(?:" + String.join("|", Names.PARAMETERS) + ")";

    /** Of Python's http.client, which requests and urllib are built on, at debug level 1. */
    private static final Pattern SENT = Pattern.compile(
            "(?m)^send: b(?:'((?:[^'\\\\\\n]++|\\\\.)*+)'|\"((?:[^\"\\\\\\n]++|\\\\.)*+)\")[ \\t\\r]*$");

    private static final Pattern REPLY = Pattern.compile("(?m)^reply: ['\"](HTTP/[^'\"\\n\\\\]*)");
    private static final Pattern REPLY_HEADER = Pattern.compile("(?m)^header: ([^\\n]*)$");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|(.))");

    /** What Guzzle's {@code MessageFormatter::DEBUG} puts around request and answer. */
    private static final Pattern RULED = Pattern.compile("(?m)^(?:>{8}|<{8}|-{8})[ \\t\\r]*(?:\\n|\\z)");

    /** Headers as a dictionary, on a line of its own after the request line. */
    private static final Pattern HEADERS = Pattern.compile("\\A([A-Za-z]{3,7} \\S+[ \\t\\r]*\\n)\\{"
            + "(?=[^\\n]{0,4000}'(?i:content-type|user-agent|accept)':)('[A-Za-z][^\\n{}]*)}[ \\t\\r]*(?=\\n|\\z)");

    private static final Pattern HEADER = Pattern.compile("'([A-Za-z][\\w-]*)': ?b?(?:'([^'\\n]*)'|\"([^\"\\n]*)\")");

    /** A map of Java or Kotlin, as RestTemplate logs it. */
    private static final Pattern MAP = Pattern.compile("\\{(" + NAME + "=[^{}]*)}");

    private static final Pattern BETWEEN_ENTRIES = Pattern.compile(",\\s?(?=" + NAME + "=)");
    /** Of PHP's {@code var_dump}. */
    private static final Pattern TYPE = Pattern.compile("=>[ \\t]*\\r?\\n?[ \\t]*string\\(\\d{1,9}\\) ");

    private static final String PRINTED =
            "The parameters were read as a program prints them: paste the HTTP request to have the rest judged.";

    private PrintedText() {}

    /** The text, with the request that a library logged in the form of HTTP; unchanged where there is none. */
    static String asHttp(String text) {
        String http = SENT.matcher(text).find() ? logged(text) : text;
        Matcher ruled = RULED.matcher(http);
        if (ruled.lookingAt()) {
            http = ruled.replaceAll("").strip();
        }
        Matcher headers = HEADERS.matcher(http);
        if (!headers.find()) {
            return http;
        }
        String lines = HEADER.matcher(headers.group(2))
                .results()
                .map(h -> h.group(1) + ": " + either(h) + "\n")
                .collect(Collectors.joining());
        return headers.group(1) + lines + "\n" + http.substring(headers.end()).strip();
    }

    /** The text without the types that {@code var_dump} prints. */
    static String untyped(String text) {
        return TYPE.matcher(text).replaceAll("=> ");
    }

    /** Whether a map of parameters stands in the text; then it is read. */
    static boolean readMap(String text, Transcript into) {
        Matcher map = MAP.matcher(text);
        if (!map.find()) {
            return false;
        }
        into.note(PRINTED);
        BETWEEN_ENTRIES.splitAsStream(map.group(1)).forEach(entry -> {
            int sign = entry.indexOf('=');
            String value = entry.substring(sign + 1);
            boolean isList = value.startsWith("[") && value.endsWith("]");
            into.parameter(entry.substring(0, sign), isList ? value.substring(1, value.length() - 1) : value);
        });
        return true;
    }

    /** Whether the text is a dictionary of Python's, which is no JSON, with these members; then it is read. */
    static boolean readDictionary(String text, JsonNode members, Transcript into) {
        if (!text.startsWith("{'")) {
            return false;
        }
        into.note(PRINTED);
        JsonText.parameters(text, members, into);
        return true;
    }

    private static String logged(String text) {
        String request = SENT.matcher(text)
                .results()
                .map(PrintedText::either)
                .map(PrintedText::unescaped)
                .collect(Collectors.joining());
        Matcher reply = REPLY.matcher(text);
        if (!reply.find()) {
            return request;
        }
        String headers =
                REPLY_HEADER.matcher(text).results().map(h -> "\n" + h.group(1)).collect(Collectors.joining());
        return request + "\n\n" + reply.group(1).strip() + headers + "\n";
    }

    private static String either(MatchResult quoted) {
        int last = quoted.groupCount();
        return quoted.group(last) == null ? quoted.group(last - 1) : quoted.group(last);
    }

    private static String unescaped(String bytes) {
        return ESCAPE.matcher(bytes).replaceAll(escape -> Matcher.quoteReplacement(character(escape)));
    }

    private static String character(MatchResult escape) {
        if (escape.group(1) != null) {
            return String.valueOf((char) Integer.parseInt(escape.group(1), 16));
        }
        return switch (escape.group(2)) {
            case "r" -> "\r";
            case "n" -> "\n";
            case "t" -> "\t";
            default -> escape.group(2);
        };
    }
}
