// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes the first lines of requests and responses, in HTTP itself and in the logs of HTTP libraries. */
public final class StartLine {
    /**
     * A request line.
     *
     * @param target a path or a URL
     * @param isExact whether the line is only a request line
     */
    public record Request(String method, String target, boolean isExact) {}

    /** Any status line; what follows the status on it, such as a body, begins at {@code end}. */
    public record Status(int status, int end) {}

    private static final String METHODS = "(?:POST|GET|PUT|PATCH|DELETE|HEAD|OPTIONS)";
    private static final Pattern REQUEST = Pattern.compile("(?:[-=]{0,4}> ?)?([A-Za-z]{3,7})[ \\t]++"
            + "(/\\S*+|https?://\\S++|[<$\\[{]\\S*+)(?:[ \\t]++HTTP/\\S++)?[ \\t]*+");
    private static final Set<String> NAMES = Set.of("POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    /** What libraries log before it. */
    private static final Pattern LOGGED =
            Pattern.compile("(?:HTTP |Executing (?:HTTP )?request:? |Sending (?:HTTP )?request:? (?:to )?"
                    + "|(?:Start processing|Processing) HTTP request |Request: |request: |REQUEST: |Request to |send request: |requesting: ?"
                    + "|\\[?HTTP\\]? ?Request:? |HTTP Request: )?(" + METHODS
                    + ")[ \\t]++[`\"'<]?(https?://[^\\s`\"'<>]++|/[^\\s`\"'<>]*+)(?: HTTP/\\S++)?"
                    + "[`\"'>]?(?:[ \\t]++(?:HTTP/\\S++|\\[?-?->?]?))?[ \\t]*+");

    private static final Pattern URL_FIRST =
            Pattern.compile("REQUEST: (https?://\\S++)(?: (" + METHODS + "))?[ \\t]*+");
    private static final Pattern DOTNET =
            Pattern.compile("Method: (" + METHODS + "), RequestUri: '(https?://[^'\\s]++)'.{0,300}");
    private static final Pattern CAPTURED = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (" + METHODS + ") (https?://\\S++)(?: HTTP/\\S++)?");
    private static final Pattern STATUS =
            Pattern.compile("(?:<?[-=<]{0,4} ?)?HTTP/[0-9.]{1,3}[ \\t]++([1-5][0-9]{2})(?![0-9])[^{\\n]{0,80}");
    private static final Pattern LOGGED_STATUS = Pattern.compile("<-{2,3} ([1-5][0-9]{2})\\b[^{\\n]{0,300}"
            + "|(?:RESPONSE|Response|response):? (?:Status |status |code |HTTP )?\\(?([1-5][0-9]{2})\\b[^{\\n]{0,80}"
            + "|RESPONSE: \\(" + METHODS + " [^\\s)]{1,2000}+\\) ([1-5][0-9]{2})\\b[^{\\n]{0,120}"
            + "|\u2190 ([1-5][0-9]{2})\\b[^{\\n]{0,120}"
            + "|\\s{0,8}+:status:? ([1-5][0-9]{2})\\b[^{\\n]{0,80}"
            + "|StatusCode: ([1-5][0-9]{2}), ReasonPhrase[^{\\n]{0,300}");

    private StartLine() {}

    public static boolean isMethod(String name) {
        return NAMES.contains(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the request line in this line, or null. */
    public static @Nullable Request request(String line) {
        String bare = line.strip();
        boolean hasTarget = bare.indexOf('/') >= 0
                || bare.indexOf('$') >= 0
                || bare.indexOf('{') >= 0
                || bare.indexOf('<') >= 0
                || bare.indexOf('[') >= 0;
        if (bare.length() > 70_000 || bare.length() < 5 || !hasTarget) {
            return null;
        }
        Matcher exact = REQUEST.matcher(bare);
        if (exact.matches()
                && !exact.group(2).equals("{")
                && NAMES.contains(exact.group(1).toUpperCase(Locale.ROOT))) {
            return new Request(exact.group(1), exact.group(2), true);
        }
        Matcher first = URL_FIRST.matcher(bare);
        if (first.matches()) {
            return new Request(first.group(2) == null ? "" : first.group(2), first.group(1), true);
        }
        Matcher captured = CAPTURED.matcher(bare);
        if (captured.matches()) {
            return new Request(captured.group(1), captured.group(2), true);
        }
        Matcher dotnet = DOTNET.matcher(bare);
        if (dotnet.matches()) {
            return new Request(dotnet.group(1), dotnet.group(2), true);
        }
        Matcher logged = LOGGED.matcher(bare);
        return logged.matches() ? new Request(logged.group(1), logged.group(2), false) : null;
    }

    /** Returns the status line at the beginning of this line, or null. */
    public static @Nullable Status status(String line) {
        if (!line.contains("HTTP/") && (line.isEmpty() || "<RrS: \u2190-".indexOf(line.charAt(0)) < 0)) {
            return null;
        }
        Matcher exact = STATUS.matcher(line);
        if (exact.lookingAt()) {
            return new Status(Integer.parseInt(exact.group(1)), exact.end());
        }
        Matcher logged = LOGGED_STATUS.matcher(line);
        if (!logged.lookingAt()) {
            return null;
        }
        for (int group = 1; group <= logged.groupCount(); group++) {
            if (logged.group(group) != null) {
                return new Status(Integer.parseInt(logged.group(group)), logged.end());
            }
        }
        return null;
    }
}
