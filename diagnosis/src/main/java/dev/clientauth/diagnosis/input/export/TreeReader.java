// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.clean.Timestamp;
import dev.clientauth.diagnosis.input.part.HttpMessage;
import dev.clientauth.diagnosis.input.part.JwtText;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.ParameterNames;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.ResponseBody;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.TokenRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds requests, responses, parameters, JWTs and keys in objects: in archives (HAR), collections (Postman, Insomnia, Bruno,
 * Hoppscotch), the errors of HTTP libraries, printed dictionaries, configurations.
 */
public final class TreeReader {
    private static final int MAX_DEPTH = 40;
    private static final int MIN_TEXT = 20;
    private static final Set<String> CONTENT = Set.of(
            "method", "headers", "header", "body", "data", "postData", "request_method", "httpMethod", "verb", "form");

    private final String source;
    private final int line;
    private final List<Piece> pieces;
    /** Reads text that is nested in other text. */
    private final BiConsumer<String, Integer> nested;

    public TreeReader(String source, int line, List<Piece> pieces, BiConsumer<String, Integer> nested) {
        this.source = source;
        this.line = line;
        this.pieces = pieces;
        this.nested = nested;
    }

    /** Reads it; returns false if it contains nothing known. */
    public boolean read(Tree tree) {
        int before = pieces.size();
        visit("", tree, 0);
        return pieces.size() > before;
    }

    private void visit(String name, Tree tree, int depth) {
        if (depth > MAX_DEPTH) {
            return;
        }
        if (tree.isText()) {
            text(name, tree);
        } else if (tree.isList()) {
            list(name, tree, depth);
        } else if (!object(name, tree)) {
            tree.members().forEach(m -> visit(m.name(), m.value(), depth + 1));
            tree.items().forEach(item -> visit("", item, depth + 1));
        }
    }

    private void list(String name, Tree tree, int depth) {
        List<TokenRequest.Parameter> pairs = pairs(tree);
        if (!pairs.isEmpty() && pairs.stream().anyMatch(p -> Names.isStrong(p.name()))) {
            pieces.add(new Piece.Parameters(pairs, Piece.Written.PRINTED, ParameterNames.isConfiguration(pairs), line));
        } else if (!pairs.isEmpty() && RequestTree.areHeaders(pairs)) {
            pieces.add(new Piece.Headers(RequestTree.headers(tree), line));
        } else {
            tree.items().forEach(item -> visit(name, item, depth + 1));
        }
    }

    /** {@code [("a", "b")]} or {@code [{name: "a", value: "b"}]}. */
    private static List<TokenRequest.Parameter> pairs(Tree tree) {
        List<TokenRequest.Parameter> pairs = new ArrayList<>();
        RequestTree.pairs(tree).forEach(h -> pairs.add(new TokenRequest.Parameter(h.name(), h.value(), false)));
        return pairs;
    }

    private boolean object(String name, Tree tree) {
        Tree wrapped = tree.get("payload", "claims");
        if (tree.has("header") && wrapped != null && wrapped.isObject() && DecodedJwt.isPayload(wrapped)) {
            pieces.add(new Piece.Decoded(tree.get("header"), wrapped, source, line));
            return true;
        }
        if (isExchange(tree)) {
            return exchange(tree);
        }
        if (isRequest(tree)) {
            request(tree);
            responses(tree);
            return true;
        }
        if (RequestTree.isResponseName(name) && response(tree)) {
            return true;
        }
        Tree config = tree.get("config", "options");
        if (config != null && config.isObject() && isRequest(config) && tree.get("response") == null) {
            request(config);
            response(tree);
            return true;
        }
        String key = KeyShapes.of(tree);
        if (key != null) {
            pieces.add(new Piece.Key(key, line));
            return true;
        }
        return parameters(tree) || jwt(tree) || responseBody(tree) || headers(tree) || settings(tree);
    }

    private static boolean isRequest(Tree tree) {
        return RequestTree.url(tree) != null
                && tree.get(CONTENT.toArray(String[]::new)) != null
                && !tree.has("startedDateTime");
    }

    /** An entry of an archive, or any object with a request and its response. */
    private static boolean isExchange(Tree tree) {
        Tree request = tree.get("request", "req");
        return request != null && request.isObject() && isRequest(request);
    }

    private boolean exchange(Tree tree) {
        Tree request = tree.get("request", "req");
        if (request == null) {
            return false;
        }
        String told = tree.textOf("startedDateTime", "timestamp", "time", "date");
        java.time.Instant time = told == null ? null : Timestamp.in(told);
        if (time != null) {
            pieces.add(new Piece.Time(time, line));
        } else if (told != null && tree.has("startedDateTime")) {
            RequestCollector into = request(request);
            into.note("startedDateTime of the archive is not a valid date and was skipped.");
            responses(tree);
            return true;
        }
        request(request);
        if (tree.get("response", "res", "responses", "rawResponse") == null) {
            response(tree);
        }
        responses(tree);
        return true;
    }

    private RequestCollector request(Tree tree) {
        RequestCollector into = new RequestCollector();
        Piece.Origin format = new RequestTree(into).read(tree);
        pieces.add(new Piece.Request(into, format, line));
        return into;
    }

    private void responses(Tree tree) {
        Tree response = tree.get("response", "res", "responses", "rawResponse");
        if (response == null) {
            return;
        }
        if (response.isList()) {
            response.items().stream()
                    .filter(Tree::isObject)
                    .reduce((one, next) -> next)
                    .ifPresent(this::response);
        } else if (response.isObject()) {
            response(response);
        }
    }

    private boolean response(Tree tree) {
        ResponseCollector into = ResponseTree.read(tree);
        if (into.isEmpty()) {
            return false;
        }
        pieces.add(new Piece.Response(into, line));
        return true;
    }

    private boolean responseBody(Tree tree) {
        if (!ResponseBody.isResponse(tree)) {
            return false;
        }
        ResponseCollector into = new ResponseCollector();
        ResponseBody.read(tree, into);
        String told = tree.textOf("time", "timestamp", "date", "@timestamp");
        into.date(null);
        java.time.Instant time = told == null ? null : Timestamp.in(told);
        if (time != null) {
            pieces.add(new Piece.Time(time, line));
        }
        pieces.add(new Piece.Response(into, line));
        return true;
    }

    private boolean parameters(Tree tree) {
        if (!ParameterNames.areParameters(tree)) {
            return false;
        }
        List<TokenRequest.Parameter> all = new ArrayList<>();
        for (Tree.Member member : tree.members()) {
            RequestTree.values(member.value())
                    .forEach(v -> all.add(new TokenRequest.Parameter(member.name(), v, false)));
        }
        boolean isConfiguration = ParameterNames.isConfiguration(all);
        pieces.add(new Piece.Parameters(
                all, isConfiguration ? Piece.Written.DESCRIBED : Piece.Written.PRINTED, isConfiguration, line));
        return true;
    }

    private boolean jwt(Tree tree) {
        if (DecodedJwt.isHeader(tree)) {
            pieces.add(new Piece.Decoded(tree, null, source, line));
            return true;
        }
        if (DecodedJwt.isPayload(tree)) {
            pieces.add(new Piece.Decoded(null, tree, source, line));
            return true;
        }
        return false;
    }

    private boolean headers(Tree tree) {
        List<HttpMessage.Header> headers = RequestTree.headers(tree);
        boolean areHeaders = RequestTree.areHeaders(headers.stream()
                .map(h -> new TokenRequest.Parameter(h.name(), h.value(), false))
                .toList());
        if (areHeaders) {
            pieces.add(new Piece.Headers(headers, line));
        }
        return areHeaders;
    }

    /** Settings of an application under its own names, such as {@code clientSecret}. The rest is visited as well. */
    private boolean settings(Tree tree) {
        for (Tree.Member member : tree.members()) {
            String name = ParameterNames.setting(member.name());
            String value = member.value().isText() ? member.value().scalar() : null;
            if (name != null && value != null && !value.isEmpty()) {
                SettingReader.add(name, value, line, pieces);
            }
        }
        return false;
    }

    private void text(String name, Tree tree) {
        String text = tree.text();
        if (text.length() < MIN_TEXT) {
            return;
        }
        boolean isSetting = ParameterNames.setting(name) != null;
        if (!isSetting && JwtText.isWhole(text)) {
            pieces.add(new Piece.Jwt(text, line));
        } else if (text.contains("-----BEGIN ") && text.contains("PRIVATE KEY")) {
            pieces.add(new Piece.Key(KeyShapes.PRIVATE_KEY, line));
        } else if (!isSetting
                && (text.contains("grant_type")
                        || text.contains("HTTP/1.")
                        || text.contains("\"error\"")
                        || text.contains("client_secret"))) {
            nested.accept(text, line);
        }
    }
}
