// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.part.ResponseBody;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import dev.clientauth.diagnosis.input.part.ResponseHeaders;
import dev.clientauth.diagnosis.input.tree.Tree;

import java.util.Base64;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads a response from an object in an archive, a collection, or the error of a library. */
final class ResponseTree {
    private ResponseTree() {}

    static ResponseCollector read(Tree tree) {
        ResponseCollector into = new ResponseCollector();
        for (String name : List.of("statusCode", "status_code", "status", "code")) {
            Integer status = ResponseBody.number(tree.textOf(name));
            if (status != null && into.status() == null) {
                into.status(status);
            }
        }
        Tree nested = tree.get("status");
        Integer code = nested == null ? null : ResponseBody.number(nested.textOf("code"));
        if (code != null) {
            into.status(code);
        }
        Tree headers = tree.get("headers", "header", "responseHeaders");
        if (headers != null) {
            RequestTree.headers(headers).forEach(h -> ResponseHeaders.read(h, into));
        }
        Tree body = tree.get("body", "data", "content", "text", "responseBody", "rawBody", "_content");
        if (body != null && body.isObject()) {
            content(body, into);
        } else if (body != null && body.isText()) {
            body(body.text(), into);
        } else if (ResponseBody.isResponse(tree)) {
            ResponseBody.read(tree, into);
        }
        return into;
    }

    private static void content(Tree body, ResponseCollector into) {
        String text = body.textOf("text", "string");
        if (text == null) {
            ResponseBody.read(body, into);
        } else {
            body("base64".equals(body.textOf("encoding")) ? decoded(text) : text, into);
        }
    }

    private static void body(String text, ResponseCollector into) {
        if (!text.isBlank()) {
            ResponseBody.read(text, into);
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
