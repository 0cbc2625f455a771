// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.export.RequestTree;
import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.UrlText;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.diagnosis.input.tree.TreeBudget;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a call of {@code Invoke-RestMethod} or {@code Invoke-WebRequest}. */
final class PowerShellCommand {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern SPACE = Pattern.compile("(?:[ \\t]|`[ \\t]*\\n)*+");
    private static final Pattern NAME = Pattern.compile("-([A-Za-z]{1,40})(?::)?");
    private static final Pattern WORD =
            Pattern.compile("\"((?:[^\"`]|`.|\"\"){0,60000}+)\"|'((?:[^']|''){0,60000}+)'|([^\\s|;)]{1,60000}+)");
    private static final Pattern SWITCHES = Pattern.compile(
            "(?i)UseBasicParsing|SkipCertificateCheck|UseDefaultCredentials|Verbose|SkipHttpErrorCheck|AllowUnencryptedAuthentication");

    private final String text;
    private final TreeBudget trees;
    private final RequestCollector into;
    private int at;
    private boolean isSplatted;
    private boolean hasBody;
    private @Nullable String method;
    private @Nullable String url;
    private @Nullable String type;
    private @Nullable Tree form;
    private @Nullable String body;
    private boolean hasHeaders = true;

    PowerShellCommand(String text, int start, TreeBudget trees, RequestCollector into) {
        this.text = text;
        this.at = start;
        this.trees = trees;
        this.into = into;
    }

    /** Returns whether its parameters are in a separate hashtable, which is read on its own. */
    boolean isSplatted() {
        return isSplatted;
    }

    /** Reads it; returns the offset after it. */
    int read() {
        Matcher space = SPACE.matcher(text);
        Matcher name = NAME.matcher(text);
        while (at < text.length()) {
            if (space.region(at, text.length()).lookingAt()) {
                at = space.end();
            }
            if (at >= text.length() || "\n|;)".indexOf(text.charAt(at)) >= 0) {
                break;
            }
            if (text.charAt(at) == '@' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1))) {
                isSplatted = true;
                skipWord();
            } else if (name.region(at, text.length()).lookingAt()) {
                at = name.end();
                if (!SWITCHES.matcher(name.group(1)).matches()) {
                    space.region(at, text.length()).lookingAt();
                    at = space.end();
                    argument(name.group(1).toLowerCase(Locale.ROOT));
                }
            } else if (url == null) {
                url = word();
            } else {
                skipWord();
            }
        }
        finish();
        return at;
    }

    private void argument(String name) {
        boolean isTable = text.startsWith("@{", at);
        Tree table = isTable ? trees.parse(at + 1) : null;
        if (table != null) {
            at = Math.max(at + 2, table.end());
        }
        if (name.startsWith("head")) {
            if (table == null) {
                // A variable: its hashtable is elsewhere.
                skipWord();
                hasHeaders = false;
            } else {
                RequestTree.headers(table).forEach(h -> into.header(h.name(), h.value()));
            }
        } else if (name.equals("body") || name.equals("form")) {
            hasBody = true;
            if (table != null) {
                form = table;
                type = name.equals("form") ? "multipart/form-data" : type;
            } else {
                body = word();
            }
        } else {
            value(name, table == null ? word() : "");
        }
    }

    private void value(String name, String value) {
        if (name.startsWith("uri")) {
            url = value;
        } else if (name.startsWith("meth")) {
            method = value;
        } else if (name.startsWith("contentt")) {
            type = value;
        } else if (name.startsWith("authent") && value.equalsIgnoreCase("basic")) {
            into.header("Authorization", "Basic <credential>");
        }
    }

    private String word() {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            at++;
            return "";
        }
        at = word.end();
        for (int group = 1; group <= 3; group++) {
            if (word.group(group) != null) {
                String value = word.group(group);
                return group == 1 ? value.replaceAll("`(.)", "$1") : value;
            }
        }
        return "";
    }

    private void skipWord() {
        int before = at;
        word();
        at = Math.max(at, before + 1);
    }

    private void finish() {
        into.method(method == null ? "GET" : method);
        UrlText.read(url == null ? "" : url, into);
        boolean isVariable = body != null && body.startsWith("$");
        if (type != null) {
            into.header("Content-Type", type);
        } else if (hasBody && (form != null || isVariable) && hasHeaders) {
            into.header("Content-Type", FORM);
        } else if (hasHeaders) {
            into.hasHeaders();
        }
        if (form != null) {
            form.members().forEach(m -> RequestTree.values(m.value()).forEach(v -> into.parameter(m.name(), v)));
        } else if (body != null && !isVariable) {
            BodyText.read(body, into.contentType(), into);
        }
    }
}
