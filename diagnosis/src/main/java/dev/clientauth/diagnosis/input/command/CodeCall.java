// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.export.RequestTree;
import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.HttpMessage;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.UrlText;
import dev.clientauth.diagnosis.input.tree.Tree;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a call of an HTTP library in source code, as far as it contains literal values: {@code fetch}, axios, got, requests,
 * httpx.
 */
final class CodeCall {
    private static final Pattern BREAKS = Pattern.compile("[\\r\\n]");
    private static final String FORM = "application/x-www-form-urlencoded";

    private CodeCall() {}

    /** Reads the call; returns whether it contains enough. */
    static boolean read(String name, Tree arguments, RequestCollector into) {
        List<Tree> items = arguments.items();
        Tree first = items.isEmpty() ? null : items.get(0);
        if (first == null) {
            return false;
        }
        if (first.isObject()) {
            if (RequestTree.url(first) == null) {
                return false;
            }
            new RequestTree(into).read(first);
            return true;
        }
        String url = first.scalar();
        if (url == null || !url.startsWith("http") || !first.isQuoted()) {
            return false;
        }
        boolean isPost = name.toLowerCase(Locale.ROOT).endsWith(".post");
        Tree options = arguments.members().isEmpty() ? second(name, items) : arguments;
        String method = options.textOf("method", "type");
        // In shorthand, such as {method, body}, the values are elsewhere.
        boolean isShort = options.items().stream().anyMatch(Tree::isText)
                && arguments.members().isEmpty();
        if (method != null && method.matches("[A-Za-z]{3,7}")) {
            into.method(method);
        } else if (isPost || !isShort) {
            into.method(isPost ? "POST" : "GET");
        }
        UrlText.read(url, into);
        headers(options, into);
        body(name, items, options, into);
        return true;
    }

    private static Tree second(String name, List<Tree> items) {
        // axios.post(url, data, options)
        int options = name.startsWith("axios.") ? 2 : 1;
        Tree empty = Tree.object(List.of(), List.of(), 0, 0, true);
        return items.size() > options && items.get(options).isObject() ? items.get(options) : empty;
    }

    private static void headers(Tree options, RequestCollector into) {
        Tree headers = options.get("headers");
        if (headers != null) {
            for (HttpMessage.Header header : RequestTree.headers(headers)) {
                into.header(
                        BREAKS.matcher(header.name()).replaceAll(" "),
                        BREAKS.matcher(header.value()).replaceAll(" "));
            }
        } else if (options.members().stream().anyMatch(m -> m.name().equals("method"))) {
            into.hasHeaders();
        }
    }

    private static void body(String name, List<Tree> items, Tree options, RequestCollector into) {
        Tree body = name.startsWith("axios.") && items.size() > 1
                ? items.get(1)
                : options.get("body", "data", "form", "form_params", "fields");
        Tree json = options.get("json");
        if (json != null && json.isObject()) {
            into.header("Content-Type", "application/json");
            BodyText.json(json, true, into);
        } else if (body == null) {
            if (json == null) {
                into.hasForm();
            }
        } else if (body.isText() && body.isQuoted()) {
            BodyText.read(body.text(), into.contentType(), into);
        } else if (body.isObject()) {
            boolean isJson = name.startsWith("axios") && !FORM.equals(into.contentType());
            if (isJson) {
                BodyText.json(body, true, into);
            } else {
                body.members().forEach(m -> RequestTree.values(m.value()).forEach(v -> into.parameter(m.name(), v)));
            }
        } else {
            Tree wrapped = body.items().size() == 1 ? body.items().get(0) : body;
            wrapped.members().forEach(m -> RequestTree.values(m.value()).forEach(v -> into.parameter(m.name(), v)));
        }
    }
}
