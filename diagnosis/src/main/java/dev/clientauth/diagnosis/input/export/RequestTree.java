// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.HttpMessage;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.Placeholder;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.UrlText;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request from an object in an archive, a collection, or the options or error of a library. */
public final class RequestTree {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> RESPONSES = Set.of("response", "res", "reply", "answer", "originalresponse");
    private static final Set<String> HEADER_NAMES =
            Set.of("content-type", "user-agent", "accept", "host", "content-length", "authorization", "server", "date");
    private static final Pattern URL = Pattern.compile("https?://\\S{1,4000}+");
    private static final String[] BODIES = {
        "postData",
        "body",
        "data",
        "form",
        "formData",
        "form_params",
        "formBody",
        "rawBody",
        "requestBody",
        "payload",
        "content",
        "params",
        "bodyParameters",
        "json",
        "entity",
        "_data",
        "multipart"
    };

    private final RequestCollector into;

    public RequestTree(RequestCollector into) {
        this.into = into;
    }

    static boolean isResponseName(String name) {
        return RESPONSES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the URL of a request, or null if the object has none. */
    public static @Nullable String url(Tree tree) {
        Tree url = tree.get(
                "url",
                "uri",
                "endpoint",
                "requestUri",
                "request_url",
                "requestUrl",
                "RequestURI",
                "href",
                "pretty_url");
        if (url == null) {
            String host = tree.textOf("host", "hostname", "pretty_host");
            String path = tree.textOf("path");
            boolean isFlow = host != null && path != null && path.startsWith("/") && tree.has("method");
            return isFlow ? scheme(tree) + "://" + host + path : null;
        }
        if (url.isText()) {
            String base = tree.textOf("baseURL", "base_url", "prefixUrl", "base_uri");
            String text = url.text();
            String whole = base == null || text.contains("://")
                    ? text
                    : base.replaceFirst("/$", "") + "/" + text.replaceFirst("^/", "");
            return whole.contains("://") || Placeholder.in(whole) != null || tree.has("method") ? whole : null;
        }
        String raw = url.textOf("raw", "href", "url");
        return raw == null ? assembled(url) : raw;
    }

    private static @Nullable String assembled(Tree url) {
        String host = joined(url.get("host", "hostname"), ".");
        if (host == null) {
            return null;
        }
        String path = joined(url.get("path", "pathname"), "/");
        return scheme(url) + "://" + host + (path == null ? "" : path.startsWith("/") ? path : "/" + path);
    }

    private static String scheme(Tree tree) {
        String scheme = tree.textOf("scheme", "protocol");
        return scheme == null ? "https" : scheme.replaceFirst(":.*$", "");
    }

    private static @Nullable String joined(@Nullable Tree parts, String separator) {
        if (parts == null) {
            return null;
        }
        if (parts.isText()) {
            return parts.text();
        }
        List<Tree> items = parts.items();
        if (items.size() == 1 && items.get(0).isList()) {
            items = items.get(0).items();
        }
        return items.isEmpty()
                ? null
                : String.join(separator, items.stream().map(Tree::text).toList());
    }

    /** Reads the request, and returns its format. */
    public Piece.Origin read(Tree tree) {
        String method = tree.textOf("method", "request_method", "httpMethod", "verb", "type");
        if (method != null && method.matches("[A-Za-z]{3,7}")) {
            into.method(method);
        }
        String url = url(tree);
        UrlText.read(url == null ? "" : url, into);
        String type = null;
        Tree headers = tree.get("headers", "header", "requestHeaders", "request_headers");
        for (HttpMessage.Header header : headers == null ? List.<HttpMessage.Header>of() : headers(headers)) {
            // HTTP/2 has the request line among the headers.
            if (!header.name().isEmpty() && !header.name().startsWith(":")) {
                into.header(header.name(), header.value());
                type = header.name().equalsIgnoreCase("content-type") ? header.value() : type;
            }
        }
        String declared = typeOf(tree.textOf("contentType"));
        if (type == null && declared != null) {
            into.header("Content-Type", declared);
            type = declared;
        }
        body(tree, type);
        boolean isArchive = tree.has("postData") || tree.has("httpVersion") || tree.has("headersSize");
        return isArchive ? Piece.Origin.ARCHIVE : Piece.Origin.EXPORT;
    }

    /** A media type for which a tool uses a short name. */
    private static @Nullable String typeOf(@Nullable String declared) {
        return "form-urlencoded".equals(declared) || "x-www-form-urlencoded".equals(declared) ? FORM : declared;
    }

    private void body(Tree tree, @Nullable String type) {
        for (String name : BODIES) {
            Tree body = tree.get(name);
            if (body == null || body.isNothing()) {
                continue;
            }
            boolean isForm = name.toLowerCase(Locale.ROOT).contains("form");
            if (name.equals("multipart")) {
                multipart(type);
            }
            if (body.isText()) {
                text(body.text(), type);
            } else if (body.isList()) {
                parameters(body, type);
            } else {
                object(body, isForm, name.equals("json") || isJson(type), type);
            }
            return;
        }
        into.hasForm();
    }

    private static boolean isJson(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private void multipart(@Nullable String type) {
        if (type == null || !type.contains("multipart")) {
            into.header("Content-Type", "multipart/form-data");
        }
    }

    private void text(String text, @Nullable String type) {
        if (text.isBlank()) {
            into.note("The archive was saved without the body: paste that too.");
        } else {
            BodyText.read(text, type, into);
        }
    }

    private void object(Tree body, boolean isForm, boolean isJson, @Nullable String type) {
        String mode = body.textOf("mode", "contentType", "mimeType", "content_type", "type");
        String mime = mode == null ? "" : mode.toLowerCase(Locale.ROOT);
        if (mode != null && mode.contains("/") && type == null) {
            into.header("Content-Type", mode);
        }
        String raw = body.textOf("text", "raw", "string", "content", "body", "data");
        Tree params = body.get(
                "params",
                "urlencoded",
                "formUrlEncoded",
                "formdata",
                "multipartForm",
                "body",
                "form",
                "fields",
                "parameters",
                "data");
        if (mime.contains("multipart") || mime.equals("formdata") || mime.equals("form-data")) {
            multipart(type);
        } else if (type == null && (mime.contains("urlencoded") || mime.equals("formencoded"))) {
            into.header("Content-Type", FORM);
        }
        if (params != null
                && (params.isList() || params.isObject())
                && !params.items().isEmpty()) {
            parameters(params, type == null && mode != null && mode.contains("/") ? mode : type);
        } else if (params != null && params.isObject()) {
            members(params, isJson);
        } else if (raw != null && (mode != null || body.members().size() <= 2) && !Names.PARAMETERS.contains(mime)) {
            hoppscotch(raw, mime, type == null && mode != null && mode.contains("/") ? mode : type);
        } else if (mode != null && raw == null && !body.hasAny(Names.PARAMETERS)) {
            into.note("The archive was saved without the body: paste that too.");
        } else if (isForm || !body.members().isEmpty()) {
            members(body, isJson && !isForm);
        }
    }

    /** Hoppscotch keeps a form as lines of {@code name: value}. */
    private void hoppscotch(String raw, String mime, @Nullable String type) {
        boolean areLines = mime.contains("urlencoded") && raw.indexOf('&') < 0 && raw.indexOf(": ") > 0;
        if (!areLines) {
            text(raw, type);
            return;
        }
        for (String line : raw.split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0 && !line.startsWith("#")) {
                into.parameter(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 2).strip());
            }
        }
    }

    private void parameters(Tree list, @Nullable String type) {
        boolean isEncoded =
                list.items().stream().anyMatch(Tree::isObject) && type != null && type.contains("urlencoded");
        for (HttpMessage.Header pair : pairs(list)) {
            if (isEncoded) {
                // Browsers export it as it was sent: percent-encoded.
                BodyText.decoded(pair.name() + "="
                                + pair.value().replace("&", "%26").replace("+", "%2B"))
                        .forEach(p -> into.parameter(p.name(), p.value()));
            } else {
                into.parameter(pair.name(), pair.value());
            }
        }
    }

    private void members(Tree object, boolean isJson) {
        if (isJson) {
            BodyText.json(object, true, into);
            return;
        }
        object.members().forEach(m -> values(m.value()).forEach(v -> into.parameter(m.name(), v)));
    }

    /** Returns the values of a parameter; a list has several. */
    public static List<String> values(Tree value) {
        if (value.isNothing() && !value.text().isEmpty()) {
            return List.of();
        }
        if (value.isText()) {
            return List.of(value.text());
        }
        List<String> texts =
                value.items().stream().filter(Tree::isText).map(Tree::text).toList();
        // The items of an object without names, or the lines of a PEM file, form one value.
        boolean isOne = value.isObject() || texts.stream().anyMatch(text -> text.contains("-----BEGIN"));
        return isOne && !texts.isEmpty() ? List.of(String.join("\n", texts)) : texts;
    }

    /** Reads headers in any of the structures that programs use. */
    public static List<HttpMessage.Header> headers(Tree tree) {
        if (tree.isObject()) {
            List<HttpMessage.Header> headers = new ArrayList<>();
            for (Tree.Member member : tree.members()) {
                values(member.value()).stream()
                        .limit(1)
                        .forEach(v -> headers.add(new HttpMessage.Header(member.name(), v)));
            }
            return headers;
        }
        return pairs(tree);
    }

    /** {@code [{name: a, value: b}]}, {@code [[a, b]]}, {@code ["a: b"]} or {@code [a, b]}. */
    static List<HttpMessage.Header> pairs(Tree tree) {
        List<HttpMessage.Header> pairs = new ArrayList<>();
        List<Tree> items = tree.items();
        for (int i = 0; i < items.size(); i++) {
            Tree item = items.get(i);
            if (item.isObject()) {
                String name = item.textOf("name", "key");
                String value = item.textOf("value", "src");
                boolean isOff = "true".equals(item.textOf("disabled"))
                        || "false".equals(item.textOf("enabled"))
                        || "false".equals(item.textOf("active"));
                if (name != null && !isOff) {
                    pairs.add(new HttpMessage.Header(name, value == null ? "" : value));
                }
            } else if (item.isList() && item.items().size() == 2) {
                pairs.add(new HttpMessage.Header(
                        item.items().get(0).text(), item.items().get(1).text()));
            } else if (item.isText() && item.text().indexOf(": ") > 0) {
                int colon = item.text().indexOf(": ");
                pairs.add(new HttpMessage.Header(
                        item.text().substring(0, colon), item.text().substring(colon + 2)));
            } else if (item.isText()
                    && items.size() % 2 == 0
                    && i + 1 < items.size()
                    && i % 2 == 0
                    && items.get(i + 1).isText()) {
                pairs.add(new HttpMessage.Header(item.text(), items.get(++i).text()));
            }
        }
        return pairs;
    }

    /** Whether these are headers of HTTP. */
    static boolean areHeaders(List<TokenRequest.Parameter> pairs) {
        return pairs.stream()
                        .anyMatch(p -> HEADER_NAMES.contains(p.name().toLowerCase(Locale.ROOT))
                                && (p.name().indexOf('-') > 0
                                        || p.name().equalsIgnoreCase("accept")
                                        || p.name().equalsIgnoreCase("authorization")))
                && pairs.stream()
                        .noneMatch(p -> Names.PARAMETERS.contains(p.name())
                                || (URL.matcher(p.value()).matches() && p.name().equals("url")));
    }
}
