// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.part.JwtText;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.diagnosis.input.tree.TreeBudget;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds commands that send requests, and calls of HTTP libraries, and reads them. */
public final class CommandFinder {
    public static final int MAX_COMMANDS = 60;
    private static final List<String> MAY_BE_POWERSHELL = List.of("nvoke-", "NVOKE-", "irm ", "iwr ", "IRM ", "IWR ");
    private static final int MIN_LENGTH = 5;
    private static final Pattern CURL = Pattern.compile(
            "(?<![\\w./-])(?:/[\\w/.-]{1,60}/)?curl(?:\\.exe)?(?=\\s++(?:[-'\"$<{\\\\^`\u2013\u2014]|https?://))"
                    + "|^[\\s$#>%\u276f]{0,8}(?:sudo )?(?:/[\\w/.-]{1,60}/)?curl(?:\\.exe)?(?=\\s++[\\w-])");
    private static final Pattern WGET = Pattern.compile("(?<![\\w./-])wget(?:\\.exe)?(?=\\s++[-'\"h$])");
    private static final Pattern HTTPIE = Pattern.compile(
            "^[\\s$#>%\u276f]{0,8}(https?|xhs?)(?=\\s++(?:-|(?:POST|GET|PUT)\\s|https?://|:\\d|[\\w.-]{1,80}/\\S*\\s{1,9}\\S*[=:]))");
    private static final Pattern POWERSHELL =
            Pattern.compile("(?i)(?<![\\w-])(?:Invoke-RestMethod|Invoke-WebRequest|irm|iwr)(?=\\s++[-@$'\"(h`])");
    private static final Pattern CALL = Pattern.compile(
            "\\b((?:fetch|axios|got|ky|request|superagent|requests|httpx|session|client|http|HTTParty|RestClient|Faraday|conn|urllib3|Http|dio|HTTP)(?:\\.(?:post|request|get|form|create))?)\\(\\s{0,40}+(?=[\"'`]https?://|\\{)");

    private final CleanText text;
    private final String all;
    private final List<Piece> pieces;
    private final TreeBudget trees;
    private @Nullable Map<String, String> variables;
    private int commands;
    private boolean hasMore;

    public CommandFinder(CleanText text, List<Piece> pieces, TreeBudget trees) {
        this.text = text;
        this.all = text.text();
        this.pieces = pieces;
        this.trees = trees;
    }

    /** Reads the command on this line, if there is one; returns the line after it, or this line. */
    public int read(int line) {
        String content = text.line(line);
        if (content.length() < MIN_LENGTH) {
            return line;
        }
        if (commands >= MAX_COMMANDS) {
            hasMore |= content.contains("curl ")
                    || content.contains("wget ")
                    || HTTPIE.matcher(content).lookingAt();
            return line;
        }
        if (content.contains("curl")) {
            Matcher curl = CURL.matcher(content);
            if (curl.find()) {
                RequestCollector into = new RequestCollector();
                return request(
                        line,
                        CurlText.read(all, text.start(line) + curl.end(), variables(), into),
                        into,
                        Piece.Origin.CURL);
            }
        }
        if (content.contains("wget")) {
            Matcher wget = WGET.matcher(content);
            if (wget.find()) {
                RequestCollector into = new RequestCollector();
                ShellWords words = CurlText.words(all, text.start(line) + wget.end(), variables(), into);
                new WgetCommand(into).read(words.read());
                return request(line, words.lines(), into, Piece.Origin.COMMAND);
            }
        }
        Matcher httpie = HTTPIE.matcher(content);
        if (httpie.lookingAt()) {
            RequestCollector into = new RequestCollector();
            ShellWords words = CurlText.words(all, text.start(line) + httpie.end(), variables(), into);
            new HttpieCommand(into).read(words.read(), httpie.group(1).endsWith("s"));
            return request(line, words.lines(), into, Piece.Origin.COMMAND);
        }
        Matcher powershell = POWERSHELL.matcher(content);
        if (MAY_BE_POWERSHELL.stream().anyMatch(content::contains)
                && powershell.find()
                && isCommand(content, powershell.start())) {
            return powershell(line, text.start(line) + powershell.end());
        }
        return call(line, content);
    }

    /** Returns whether there are more commands than the maximum. */
    public boolean hasMore() {
        return hasMore;
    }

    /** PowerShell's messages also begin with the name of the command, and repeat it. */
    private static boolean isCommand(String content, int start) {
        String before = content.substring(0, start);
        return !before.contains("+ ") && !content.startsWith(" : ", Math.min(content.length(), start + 17));
    }

    private int request(int line, int more, RequestCollector into, Piece.Origin format) {
        commands++;
        pieces.add(new Piece.Request(into, format, line));
        return line + more + 1;
    }

    private Map<String, String> variables() {
        if (variables == null) {
            variables = CurlText.variables(all);
        }
        return variables;
    }

    private int powershell(int line, int start) {
        RequestCollector into = new RequestCollector();
        PowerShellCommand command = new PowerShellCommand(all, start, trees, into);
        int end = command.read();
        commands++;
        if (command.isSplatted()) {
            return line + 1;
        }
        pieces.add(new Piece.Request(into, Piece.Origin.COMMAND, line));
        return text.lineAt(Math.max(start, end) - 1) + 1;
    }

    private int call(int line, String content) {
        if (content.indexOf('(') < 0
                || !(content.contains("http") || content.endsWith("(") || content.contains("({"))) {
            return line;
        }
        Matcher call = CALL.matcher(content);
        boolean isSplit = !call.find();
        if (isSplit) {
            // The address may be on the next line.
            Matcher open = CALL.matcher(content + text.line(line + 1).strip());
            if (!content.strip().endsWith("(") || !open.find()) {
                return line;
            }
        }
        int paren = content.lastIndexOf('(', isSplit ? content.length() : call.end() - 1);
        Tree arguments = trees.parse(text.start(line) + paren);
        if (arguments == null) {
            return line;
        }
        RequestCollector into = new RequestCollector();
        String name = isSplit ? content.substring(0, paren) : call.group(1);
        if (!CodeCall.read(name, arguments, into)) {
            return line;
        }
        int last = text.lineAt(Math.max(text.start(line), arguments.end() - 1));
        int next = request(line, last - line, into, Piece.Origin.MESSAGE);
        MatchResult jwt =
                into.hasParameters() ? null : JwtText.within(all.substring(text.start(line), arguments.end()), 0);
        if (jwt != null) {
            pieces.add(new Piece.Jwt(jwt.group(), line));
        }
        return next;
    }
}
