// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import dev.clientauth.diagnosis.input.tree.LooseParser;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the body of a request: a form, or what was sent instead. */
public final class BodyText {
    private static final Pattern BEGINS_PAIR = Pattern.compile("[A-Za-z][A-Za-z_.-]{1,40}=");

    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,7})(?:;[^\\n]{0,200}+)?(?:\\n|\\z)");

    private BodyText() {}

    /**
     * Reads a body.
     *
     * @param contentType the Content-Type header, or null if it is not known
     */
    public static void read(String body, @Nullable String contentType, RequestCollector into) {
        String text = body.strip();
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            into.hasForm();
        } else if (text.startsWith("{") && !text.startsWith("{{")) {
            json(text, type.contains("json"), into);
        } else if (type.contains("multipart") || text.contains("Content-Disposition: form-data")) {
            multipart(text, into);
        } else {
            form(body, type.isEmpty() || type.contains("form"), into);
        }
    }

    /** Removes the line breaks from a form that is written on several lines. */
    public static String onOneLine(String form, RequestCollector into) {
        String text = form.strip();
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        into.note("Line breaks in the body were ignored. If the request contained them, they are an error.");
        StringBuilder joined = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            boolean isNext = BEGINS_PAIR.matcher(line).lookingAt()
                    && joined.length() > 0
                    && joined.charAt(joined.length() - 1) != '&';
            joined.append(isNext ? "&" : "").append(line);
        }
        return joined.toString();
    }

    private static void json(String text, boolean isDeclared, RequestCollector into) {
        Tree object = LooseParser.parse(text);
        if (object == null || !object.isObject() || !object.isClosed()) {
            into.fault("the body begins like a JSON object but is not valid JSON");
            return;
        }
        json(object, isDeclared, into);
    }

    /**
     * Reads an object that was sent instead of a form.
     *
     * @param isDeclared whether the Content-Type header is JSON
     */
    public static void json(Tree object, boolean isDeclared, RequestCollector into) {
        if (!isDeclared) {
            into.fault("the body is a JSON object instead of a form");
        }
        // The options of an HTTP library were sent as the body.
        Tree inner = object.get("data", "body", "form");
        boolean isWrapped =
                inner != null && inner.isObject() && ParameterNames.areParameters(inner) && !object.has("grant_type");
        members(isWrapped && inner != null ? inner : object, into);
        if (isWrapped) {
            into.note(
                    "The options of an HTTP library were sent as the body: the parameters are nested one level too deep.");
        }
    }

    /** Adds the members of an object as parameters. */
    static void members(Tree object, RequestCollector into) {
        Set<String> names = new HashSet<>();
        for (Tree.Member member : object.members()) {
            if (!names.add(member.name())) {
                into.fault("the JSON object contains a duplicate member");
            }
            if (member.value().isText()) {
                into.parameter(member.name(), member.value().text());
            } else {
                into.fault("a parameter in the JSON object is not a string");
            }
        }
    }

    private static void form(String body, boolean isDeclared, RequestCollector into) {
        if (body.indexOf('=') < 0) {
            String placeholder = Placeholder.in(body);
            if (placeholder != null) {
                into.note(Placeholder.note("The body", placeholder));
                return;
            }
            if (isDeclared) {
                into.fault("the body is not a form: it has no name=value pair");
            }
            if (JwtText.isWhole(body.strip())) {
                into.assertion(body.strip());
            }
            return;
        }
        for (String pair : body.split("&", -1)) {
            if (strayPercent(pair) && Placeholder.in(pair.substring(pair.indexOf('=') + 1)) == null) {
                into.fault("a percent sign in the body is not followed by two hexadecimal digits");
                break;
            }
        }
        decoded(body).forEach(p -> into.parameter(p.name(), p.value()));
    }

    private static boolean strayPercent(String pair) {
        for (int at = pair.indexOf('%'); at >= 0; at = pair.indexOf('%', at + 1)) {
            if (!UrlText.isEscape(pair, at)) {
                return true;
            }
        }
        return false;
    }

    public static boolean isChunkSize(String line) {
        return CHUNK_SIZE.matcher(line).matches();
    }

    /** The chunks of a body without their sizes (RFC 9112 section 7.1); a body that is not in chunks stays as it is. */
    public static String unchunked(String body) {
        StringBuilder joined = new StringBuilder();
        Matcher size = CHUNK_SIZE.matcher(body);
        int at = 0;
        while (size.region(at, body.length()).lookingAt()) {
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                return joined.toString();
            }
            if (length > body.length() - size.end()) {
                return body;
            }
            at = size.end() + length;
            joined.append(body, size.end(), at);
            at = body.startsWith("\n", at) ? at + 1 : at;
        }
        return body;
    }

    public static List<TokenRequest.Parameter> decoded(String form) {
        return TokenRequest.builder().body(form).build().parameters().orElse(List.of());
    }

    private static void multipart(String text, RequestCollector into) {
        String name = null;
        StringBuilder value = null;
        for (String line : text.split("\\R", -1)) {
            if (line.startsWith("--")) {
                if (name != null && value != null) {
                    into.parameter(name, value.toString());
                }
                name = null;
                value = null;
            } else if (value != null) {
                value.append(value.isEmpty() ? "" : "\n").append(line);
            } else if (line.isEmpty() && name != null) {
                value = new StringBuilder();
            } else if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                name = named(line);
            }
        }
    }

    private static @Nullable String named(String disposition) {
        int start = disposition.indexOf("name=");
        if (start < 0) {
            return null;
        }
        String rest = disposition.substring(start + "name=".length());
        boolean isQuoted = rest.startsWith("\"");
        int end = isQuoted ? rest.indexOf('"', 1) : rest.indexOf(';');
        return rest.substring(isQuoted ? 1 : 0, end < 0 ? rest.length() : end);
    }
}
