// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.Placeholder;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.UrlText;
import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses the arguments of curl, as in its manual page. */
final class CurlCommand {
    private static final String FORM = "application/x-www-form-urlencoded";
    /** An argument that a person typed, not part of a value. */
    private static final Pattern PLAIN_OPTION = Pattern.compile("[a-z]{2,12}(?:-[a-z]{2,12}){0,3}");

    private static final Pattern METHOD = Pattern.compile("POST|GET|PUT|PATCH|DELETE");

    /** curl sends it as Basic authentication. */
    private static final Pattern USER_IN_URL = Pattern.compile("(?:[a-zA-Z]{1,10}://)?([^/?#@]++)@");

    private final RequestCollector into;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> data = new ArrayList<>();
    private final List<String> query = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();
    private final List<String[]> parts = new ArrayList<>();
    private @Nullable String method;
    private @Nullable String contentType;
    private boolean hasData;
    private boolean bodyIsElsewhere;
    private boolean isGet;
    private boolean isHead;
    private boolean isUpload;

    CurlCommand(RequestCollector into) {
        this.into = into;
        headers.put("user-agent", "curl");
        headers.put("accept", "*/*");
    }

    /** Reads all words but the name of the command. */
    void read(List<ShellWords.Word> words) {
        for (int i = 0; i < words.size(); i++) {
            ShellWords.Word word = words.get(i);
            String text = word.text();
            if (word.hidesVariable()) {
                into.note("A variable is in single quotes, so the shell does not expand it.");
            }
            if (text.equals("--next") || text.equals("-:")) {
                into.note("The command makes several requests; the first was read.");
                break;
            }
            if (text.startsWith("--") && text.length() > 2) {
                i += longOption(text.substring(2), i + 1 < words.size() ? words.get(i + 1) : null);
            } else if (text.startsWith("-") && text.length() > 1) {
                i += shortOptions(text, i + 1 < words.size() ? words.get(i + 1) : null);
            } else {
                urls.add(text);
            }
        }
        finish();
    }

    /** Returns how many further words the option takes. */
    private int longOption(String option, ShellWords.@Nullable Word next) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        if (!CurlOptions.isKnown(name)) {
            into.note(
                    PLAIN_OPTION.matcher(name).matches()
                            ? "--" + name + " is not a known option of curl and was skipped."
                            : "A word that looks like an option was skipped.");
            return 0;
        }
        if (!CurlOptions.takesValue(name)) {
            apply(name, "");
            return 0;
        }
        if (equals >= 0) {
            apply(name, option.substring(equals + 1));
            return 0;
        }
        return withValue(name, next);
    }

    private int shortOptions(String cluster, ShellWords.@Nullable Word next) {
        for (int i = 1; i < cluster.length(); i++) {
            String name = CurlOptions.named(cluster.charAt(i));
            if (name == null) {
                into.note("A word that looks like an option was skipped.");
                return 0;
            }
            if (CurlOptions.takesValue(name)) {
                if (i + 1 < cluster.length()) {
                    apply(name, cluster.substring(i + 1));
                    return 0;
                }
                return withValue(name, next);
            }
            apply(name, "");
        }
        return 0;
    }

    private int withValue(String name, ShellWords.@Nullable Word next) {
        if (next == null) {
            into.fault("the option --" + name + " has no value");
            return 0;
        }
        if (next.hidesVariable()) {
            into.note("A variable is in single quotes, so the shell does not expand it.");
        }
        apply(name, next.text());
        return 1;
    }

    private void apply(String name, String value) {
        switch (name) {
            case "data", "data-ascii", "data-binary" -> data(value);
            case "data-raw" -> plain(value);
            case "data-urlencode" -> encoded(value, data);
            case "json" -> json(value);
            case "form", "form-string" -> part(value);
            case "url-query" -> encoded(value, query);
            case "url" -> urls.add(value);
            case "request" -> method = value;
            case "header" -> header(value);
            case "user" ->
                headers.put("authorization", "Basic " + Base64.getEncoder().encodeToString(value.getBytes(UTF_8)));
            case "oauth2-bearer" -> headers.put("authorization", "Bearer " + value);
            case "user-agent" -> headers.put("user-agent", value);
            case "cookie" -> headers.put("cookie", value);
            case "referer" -> headers.put("referer", value);
            case "get" -> isGet = true;
            case "head" -> isHead = true;
            case "upload-file" -> isUpload = true;
            case "config" -> into.note("More options are in a file: paste them too.");
            default -> {
                // The others do not change the request itself.
            }
        }
    }

    private void data(String value) {
        if (value.startsWith("@")) {
            hasData = true;
            elsewhere("The body is read from a file: paste its content.");
            return;
        }
        if (value.contains("=@")) {
            into.note("-d reads a file only where the value begins with @; after a name it sends the @ itself. "
                    + "--data-urlencode name@file reads it.");
        }
        plain(value);
    }

    private void plain(String value) {
        hasData = true;
        String placeholder = value.indexOf('=') < 0 ? Placeholder.in(value) : null;
        if (placeholder == null) {
            data.add(value);
        } else {
            elsewhere(Placeholder.note("The body", placeholder));
        }
    }

    private void elsewhere(String note) {
        bodyIsElsewhere = true;
        into.note(note);
    }

    /** {@code content}, {@code =content}, {@code name=content}, {@code @file} or {@code name@file}. */
    private void encoded(String value, List<String> to) {
        hasData |= to == data;
        int equals = value.indexOf('=');
        int file = value.indexOf('@');
        if (equals >= 0 && (file < 0 || equals < file)) {
            String content = URLEncoder.encode(value.substring(equals + 1), UTF_8);
            to.add(equals == 0 ? content : value.substring(0, equals) + "=" + content);
        } else if (file == 0) {
            elsewhere("The body is read from a file: paste its content.");
        } else if (file > 0) {
            String name = value.substring(0, file);
            into.note(Names.valueOf(name) + " is read from a file: paste its content.");
            to.add(name + "=%3Cfile%3E");
        } else {
            to.add(URLEncoder.encode(value, UTF_8));
        }
    }

    private void json(String value) {
        contentType = "application/json";
        headers.put("accept", "application/json");
        data(value);
    }

    private void part(String value) {
        int equals = value.indexOf('=');
        if (equals < 0) {
            into.fault("a part of the multipart form has no name");
            return;
        }
        String content = value.substring(equals + 1);
        boolean isFile = content.startsWith("@") || (content.startsWith("<") && !content.endsWith(">"));
        parts.add(new String[] {value.substring(0, equals), isFile ? "<file>" : content});
    }

    private void header(String line) {
        int colon = line.indexOf(':');
        if (line.startsWith("@")) {
            into.note("Headers are read from a file: paste them too.");
        } else if (colon > 0) {
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.remove(name);
            String value = line.substring(colon + 1).strip();
            if (name.equals("content-type")) {
                contentType = value;
            } else if (!value.isEmpty()) {
                headers.put(name, value);
            }
        } else if (line.endsWith(";")) {
            headers.put(line.substring(0, line.length() - 1).strip().toLowerCase(Locale.ROOT), "");
        } else {
            into.note("curl does not send a header without a colon; one was skipped.");
        }
    }

    private void finish() {
        String body = String.join("&", data);
        boolean isPost = (hasData || !parts.isEmpty()) && !isGet && !isHead;
        into.method(method != null ? method : isPost ? "POST" : isHead ? "HEAD" : isUpload ? "PUT" : "GET");
        if (contentType == null && isPost) {
            contentType = parts.isEmpty() ? FORM : "multipart/form-data";
        }
        if (contentType != null && !contentType.isEmpty()) {
            headers.put("content-type", contentType);
        }
        Matcher user = USER_IN_URL.matcher(urls.isEmpty() ? "" : urls.get(0));
        if (user.lookingAt() && !headers.containsKey("authorization")) {
            apply("user", user.group(1));
        }
        headers.forEach(into::header);
        if (isGet && !data.isEmpty()) {
            query.add(body);
        }
        url();
        if (!parts.isEmpty()) {
            parts.forEach(part -> into.parameter(part[0], part[1]));
        } else if (isUpload) {
            into.note("The body is read from a file: paste its content.");
        } else if (bodyIsElsewhere && isPost) {
            partly(body);
        } else if (isPost || !isGet) {
            BodyText.read(isPost ? body : "", isPost ? contentType : null, into);
        }
    }

    /** If a part of the body is not known, parameters that were not found may still have been sent. */
    private void partly(String body) {
        BodyText.decoded(body).stream()
                .filter(p -> Names.ASSERTIONS.contains(p.name()) && Placeholder.in(p.value()) == null)
                .findFirst()
                .ifPresent(p -> into.assertion(p.value()));
    }

    private void url() {
        // curl treats the word as another host, and still sends the request to the right one.
        boolean isMethod = urls.size() > 1 && METHOD.matcher(urls.get(0)).matches();
        if (isMethod) {
            urls.remove(0);
            into.note(
                    "The method is given without -X: curl treats it as another URL. The request is still sent to the right one.");
        }
        long others = urls.stream().skip(1).filter(url -> url.contains("://")).count();
        if (others > 0) {
            into.note("The command names " + (others + 1) + " URLs; the first was read.");
        }
        String url = urls.isEmpty() ? "" : urls.get(0);
        if (!query.isEmpty() && !url.isEmpty()) {
            url += (url.indexOf('?') < 0 ? "?" : "&") + String.join("&", query);
        }
        UrlText.read(UrlText.withScheme(url.strip(), "http"), into);
    }
}
