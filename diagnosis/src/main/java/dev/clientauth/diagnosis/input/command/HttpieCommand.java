// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.StartLine;
import dev.clientauth.diagnosis.input.part.UrlText;
import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses the arguments of HTTPie or xh, as in its manual. */
final class HttpieCommand {
    private static final Pattern ITEM =
            Pattern.compile("((?:[^:=@\\\\;]|\\\\.){1,200}+)(:=@|:=|==@|==|=@|=|@|:@|:|;)(.*)", Pattern.DOTALL);
    private static final Set<String> WITH_VALUE = Set.of(
            "--auth",
            "-a",
            "--auth-type",
            "-A",
            "--raw",
            "--output",
            "-o",
            "--session",
            "--print",
            "-p",
            "--pretty",
            "--style",
            "-s",
            "--timeout",
            "--proxy",
            "--verify",
            "--cert",
            "--cert-key",
            "--boundary",
            "--format-options",
            "--bearer",
            "--max-redirects",
            "--http-version",
            "--response-charset",
            "--default-scheme");

    private final RequestCollector into;
    private final List<String[]> data = new ArrayList<>();
    private final List<String> query = new ArrayList<>();
    private @Nullable String method;
    private @Nullable String url;
    private @Nullable String raw;
    private @Nullable String auth;
    private boolean isBearer;
    private boolean isForm;
    private boolean isMultipart;
    private boolean isJson;
    private boolean hasNoBody;

    HttpieCommand(RequestCollector into) {
        this.into = into;
    }

    void read(List<ShellWords.Word> words, boolean isHttps) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).text();
            String next = i + 1 < words.size() ? words.get(i + 1).text() : "";
            if (word.startsWith("-") && word.length() > 1) {
                i += option(word, next);
            } else if (method == null && url == null && StartLine.isMethod(word)) {
                method = word;
            } else if (url == null) {
                url = word;
            } else {
                item(word);
            }
        }
        finish(isHttps);
    }

    private int option(String word, String next) {
        int equals = word.indexOf('=');
        String name = equals > 0 ? word.substring(0, equals) : word;
        boolean takesNext = equals < 0 && WITH_VALUE.contains(name);
        String value = takesNext ? next : equals < 0 ? "" : word.substring(equals + 1);
        switch (name) {
            case "--form", "-f" -> isForm = true;
            case "--multipart" -> isMultipart = true;
            case "--json", "-j" -> isJson = true;
            case "--raw" -> raw = value;
            case "--auth", "-a" -> auth = value;
            case "--bearer" -> {
                auth = value;
                isBearer = true;
            }
            case "--auth-type", "-A" -> isBearer = value.equals("bearer");
            default -> {
                boolean isCluster = name.matches("-[a-zA-Z]{2,6}") && !name.startsWith("--");
                isForm |= isCluster && name.indexOf('f') > 0;
                isJson |= isCluster && name.indexOf('j') > 0;
            }
        }
        return takesNext ? 1 : 0;
    }

    private void item(String word) {
        Matcher item = ITEM.matcher(word);
        if (!item.matches()) {
            return;
        }
        String name = item.group(1).replaceAll("\\\\(.)", "$1");
        String value = item.group(3);
        switch (item.group(2)) {
            case "=", ":=" -> data.add(new String[] {name, value});
            case "=@", ":=@", "@" -> {
                into.note(Names.valueOf(name) + " is read from a file: paste its content.");
                data.add(new String[] {name, "<file>"});
            }
            case "==" -> query.add(name + "=" + URLEncoder.encode(value, UTF_8));
            case ":" -> into.header(name.strip(), value.strip());
            case ";" -> into.header(name.strip(), "");
            default -> into.note("A header is read from a file: paste it too.");
        }
    }

    private void finish(boolean isHttps) {
        into.hasHeaders();
        boolean hasBody = !data.isEmpty() || raw != null;
        hasNoBody = !hasBody;
        into.method(method != null ? method : hasBody ? "POST" : "GET");
        if (auth != null) {
            into.header(
                    "Authorization",
                    isBearer ? "Bearer " + auth : "Basic " + Base64.getEncoder().encodeToString(auth.getBytes(UTF_8)));
        }
        boolean isTyped = into.contentType() != null;
        if (hasBody && !isTyped) {
            into.header(
                    "Content-Type",
                    isMultipart
                            ? "multipart/form-data"
                            : isForm ? "application/x-www-form-urlencoded; charset=utf-8" : "application/json");
        }
        url(isHttps);
        body(isTyped);
    }

    private void url(boolean isHttps) {
        String place = url == null
                ? ""
                : url.startsWith("://") ? url.substring(3) : url.startsWith(":") ? "localhost" + url : url;
        String whole = UrlText.withScheme(place, isHttps ? "https" : "http");
        UrlText.read(
                query.isEmpty() ? whole : whole + (whole.indexOf('?') < 0 ? "?" : "&") + String.join("&", query), into);
    }

    private void body(boolean isTyped) {
        if (raw != null) {
            BodyText.read(raw, into.contentType(), into);
            return;
        }
        if (hasNoBody) {
            into.hasForm();
            return;
        }
        if (!isForm
                && !isMultipart
                && (isJson || !isTyped || String.valueOf(into.contentType()).contains("json"))) {
            into.note("Without --form, HTTPie sends the parameters as a JSON object.");
        } else if (!isForm && !isMultipart) {
            into.fault("the body is a JSON object instead of a form");
        }
        data.forEach(pair -> into.parameter(pair[0], pair[1]));
    }
}
