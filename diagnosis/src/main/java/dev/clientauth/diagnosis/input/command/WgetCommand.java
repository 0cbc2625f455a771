// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.UrlText;
import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.List;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses the arguments of wget, as in its manual. */
final class WgetCommand {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> WITH_VALUE = Set.of(
            "output-document",
            "header",
            "post-data",
            "post-file",
            "method",
            "body-data",
            "body-file",
            "user",
            "password",
            "http-user",
            "http-password",
            "user-agent",
            "timeout",
            "tries",
            "ca-certificate",
            "certificate",
            "private-key",
            "output-file",
            "append-output",
            "directory-prefix",
            "referer",
            "secure-protocol",
            "max-redirect",
            "wait",
            "limit-rate");
    private static final String SHORT_WITH_VALUE = "OUToaPtwQeI";

    private final RequestCollector into;
    private @Nullable String method;
    private @Nullable String body;
    private @Nullable String url;
    private @Nullable String user;
    private String password = "";
    private boolean isTyped;

    WgetCommand(RequestCollector into) {
        this.into = into;
    }

    void read(List<ShellWords.Word> words) {
        into.header("User-Agent", "Wget");
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).text();
            String next = i + 1 < words.size() ? words.get(i + 1).text() : "";
            if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
                boolean takesNext = equals < 0 && WITH_VALUE.contains(name);
                option(name, takesNext ? next : equals < 0 ? "" : word.substring(equals + 1));
                i += takesNext ? 1 : 0;
            } else if (word.startsWith("-") && word.length() > 1) {
                char last = word.charAt(word.length() - 1);
                boolean takesNext = SHORT_WITH_VALUE.indexOf(last) >= 0 && word.indexOf('O') != word.length() - 2;
                i += takesNext ? 1 : 0;
            } else if (url == null && word.length() > 1) {
                url = word;
            }
        }
        finish();
    }

    private void option(String name, String value) {
        switch (name) {
            case "header" -> header(value);
            case "post-data" -> {
                body = value;
                method = method == null ? "POST" : method;
            }
            case "body-data" -> body = value;
            case "post-file", "body-file" -> {
                method = name.startsWith("post") ? "POST" : method;
                into.note("The body is read from a file: paste its content.");
            }
            case "method" -> method = value;
            case "user", "http-user" -> user = value;
            case "password", "http-password" -> password = value;
            case "user-agent" -> into.header("User-Agent", value);
            default -> {
                // The others do not change the request itself.
            }
        }
    }

    private void header(String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            into.header(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            isTyped |= line.regionMatches(true, 0, "content-type:", 0, 13);
        }
    }

    private void finish() {
        into.method(method == null ? "GET" : method);
        if (user != null) {
            into.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8)));
        }
        if (body != null && !isTyped) {
            into.header("Content-Type", FORM);
        }
        UrlText.read(url == null ? "" : UrlText.withScheme(url, "http"), into);
        if (body != null) {
            BodyText.read(body, into.contentType(), into);
        }
    }
}
