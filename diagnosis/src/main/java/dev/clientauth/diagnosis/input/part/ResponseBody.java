// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import dev.clientauth.diagnosis.input.tree.LooseParser;
import dev.clientauth.diagnosis.input.tree.Tree;
import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads the body of a response: the error of RFC 6749 section 5.2, a problem (RFC 9457), an OperationOutcome of FHIR, what
 * vendors return instead, or tokens.
 */
public final class ResponseBody {
    private static final Set<String> TOKENS = Set.of("access_token", "id_token");
    private static final Set<String> OF_REQUESTS = Set.of("grant_type", "client_assertion", "client_secret");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_.-]{2,60}|[A-Za-z][\\w.-]{2,40}");
    private static final Pattern FORM =
            Pattern.compile("(?:^|[?&#])(error|error_description|error_uri)=([^&\\s]{0,2000})");
    private static final Pattern TITLE = Pattern.compile("(?i)<(?:title|h1)>([^<]{1,200})</");

    private ResponseBody() {}

    /** Returns whether an object is a server's response, and not a client's request. */
    public static boolean isResponse(Tree tree) {
        if (!tree.isObject() || tree.hasAny(OF_REQUESTS)) {
            return false;
        }
        Tree error = tree.get("error");
        boolean isError = error != null && (error.isObject() || isCode(error));
        return isError
                || tree.hasAny(TOKENS)
                || (tree.has("errorCode") && tree.has("errorSummary"))
                || (tree.has("title") && tree.has("status"))
                || (tree.has("detail") && tree.has("status"))
                || "OperationOutcome".equals(tree.textOf("resourceType"))
                || tree.has("error_description")
                || isEvent(tree);
    }

    /** An event in a server's log that says why it refused. */
    private static boolean isEvent(Tree tree) {
        Tree details = tree.get("details");
        if (outcome(tree) != null) {
            return true;
        }
        return tree.has("description")
                && details != null
                && details.members().stream().anyMatch(m -> m.name().contains("error"));
    }

    /** Why a request failed, in the system log of Okta. */
    private static @Nullable String outcome(Tree tree) {
        Tree outcome = tree.get("outcome");
        boolean isFailure = outcome != null && "FAILURE".equals(outcome.textOf("result"));
        return isFailure && outcome != null ? outcome.textOf("reason") : null;
    }

    private static boolean isCode(Tree error) {
        return error.isText() && CODE.matcher(error.text()).matches();
    }

    /** Reads a body in any of these formats. */
    public static void read(String body, ResponseCollector into) {
        int brace = body.indexOf('{');
        Tree tree = brace < 0 ? null : new LooseParser(body, body.length()).at(brace);
        if (tree != null && tree.isObject()) {
            read(tree, into);
            return;
        }
        Matcher form = FORM.matcher(body);
        boolean isForm = false;
        while (form.find()) {
            isForm = true;
            set(form.group(1), decoded(form.group(2)), into);
        }
        if (!isForm) {
            Matcher title = TITLE.matcher(body);
            into.sentence(title.find() ? title.group(1) : body.contains("<") ? null : firstLine(body));
        }
    }

    private static void set(String name, String value, ResponseCollector into) {
        switch (name) {
            case "error" -> into.error(value);
            case "error_uri" -> into.uri(value);
            default -> into.description(value);
        }
    }

    private static @Nullable String firstLine(String body) {
        String line = body.strip().lines().findFirst().orElse("");
        return line.length() > 200 || line.isEmpty() ? null : line;
    }

    /** Reads an object. */
    public static void read(Tree tree, ResponseCollector into) {
        if (tree.hasAny(TOKENS)) {
            into.token();
            return;
        }
        Tree error = tree.get("error");
        if (error != null && error.isObject()) {
            into.error(error.textOf("code", "status", "error", "type"));
            into.description(error.textOf("message", "description", "error_description"));
        } else {
            into.error(tree.textOf("error", "errorCode", "error_code"));
        }
        String description = tree.textOf(
                "error_description", "errorSummary", "message", "error_message", "detail", "title", "description");
        into.description(into.description() == null ? description : into.description());
        into.uri(tree.textOf("error_uri"));
        for (String name : List.of("detail", "title", "type_description", "reason", "cause", "hint")) {
            String sentence = tree.textOf(name);
            into.sentence(sentence == null || sentence.equals(into.description()) ? null : sentence);
        }
        details(tree, into);
        into.sentence(outcome(tree));
        Integer status = number(tree.textOf("status", "statusCode"));
        if (status != null) {
            into.status(status);
        }
    }

    /** Nested errors of vendors: {@code errors}, {@code details}, the issues of an OperationOutcome. */
    private static void details(Tree tree, ResponseCollector into) {
        Tree details = tree.get("details", "errors", "issue", "errorCauses", "context_info");
        if (details == null) {
            return;
        }
        List<Tree> each = details.isList() ? details.items() : List.of(details);
        for (Tree item : each) {
            if (item.isText()) {
                into.sentence(item.scalar());
                continue;
            }
            Tree text = item.get("details");
            into.sentence(item.textOf("diagnostics", "detail", "message", "errorSummary", "reason"));
            into.sentence(text == null ? null : text.textOf("text"));
            item.members().stream()
                    .filter(m -> m.name().contains("error") && !m.name().equals("error"))
                    .forEach(m -> into.sentence(m.value().scalar()));
            String code = item.textOf("code", "error");
            if (into.error() == null
                    && code != null
                    && code.toLowerCase(Locale.ROOT).contains("invalid")) {
                into.error(code);
            }
        }
    }

    public static @Nullable Integer number(@Nullable String text) {
        return text != null && text.matches("[1-5][0-9]{2}") ? Integer.valueOf(text) : null;
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return encoded;
        }
    }
}
