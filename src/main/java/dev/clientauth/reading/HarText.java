package dev.clientauth.reading;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads an HTTP archive (HAR 1.2), as browsers and proxies save it, or one entry of it. */
final class HarText {
    private static final int REFUSED = 400;

    private HarText() {}

    /** Whether this is an archive or an entry of one. */
    static boolean isHar(JsonNode json) {
        return json.path("log").path("entries").isArray() || isEntry(json);
    }

    private static boolean isEntry(JsonNode json) {
        JsonNode request = json.path("request");
        return request.isObject() && (request.has("url") || request.has("method"));
    }

    /** Reads the token request in it: of several, the last that was refused, else the last. */
    static void read(JsonNode json, Transcript into) {
        if (isEntry(json)) {
            entry(json, into);
            return;
        }
        List<JsonNode> entries = new ArrayList<>();
        json.path("log").path("entries").forEach(entries::add);
        JsonNode chosen = chosen(entries);
        if (chosen == null) {
            into.fault("the archive holds no request");
            return;
        }
        into.note("Of " + entries.size() + " entries, number " + (entries.indexOf(chosen) + 1) + " was read: "
                + (isTokenRequest(chosen) ? "the last token request" : "the last request")
                + (isRefused(chosen) ? " that was refused." : "."));
        entry(chosen, into);
    }

    private static @Nullable JsonNode chosen(List<JsonNode> entries) {
        List<JsonNode> requests =
                entries.stream().filter(HarText::isTokenRequest).toList();
        List<JsonNode> candidates =
                requests.isEmpty() ? entries.stream().filter(HarText::isEntry).toList() : requests;
        List<JsonNode> refused = candidates.stream().filter(HarText::isRefused).toList();
        List<JsonNode> best = refused.isEmpty() ? candidates : refused;
        return best.isEmpty() ? null : best.get(best.size() - 1);
    }

    private static boolean isTokenRequest(JsonNode entry) {
        JsonNode request = entry.path("request");
        String url = text(request, "url").split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
        String body = request.path("postData").toString();
        return body.contains("grant_type")
                || body.contains("client_assertion")
                || body.contains("client_secret")
                || (url.endsWith("/token") && !text(request, "method").equals("OPTIONS"));
    }

    private static boolean isRefused(JsonNode entry) {
        return entry.path("response").path("status").asInt(0) >= REFUSED;
    }

    private static void entry(JsonNode entry, Transcript into) {
        JsonNode request = entry.path("request");
        if (request.has("method")) {
            into.method(text(request, "method"));
        }
        UrlText.read(text(request, "url"), into);
        String type = null;
        for (JsonNode header : request.path("headers")) {
            String name = text(header, "name");
            // HTTP/2 has the request line among the headers.
            if (!name.isEmpty() && !name.startsWith(":")) {
                into.header(name, text(header, "value"));
                type = name.equalsIgnoreCase("content-type") ? text(header, "value") : type;
            }
        }
        body(request.path("postData"), type, into);
        presented(text(entry, "startedDateTime"), into);
        answer(entry.path("response"), into);
    }

    private static void body(JsonNode postData, @Nullable String type, Transcript into) {
        String mime = text(postData, "mimeType");
        if (type == null && !mime.isEmpty()) {
            into.header("Content-Type", mime);
        }
        String text = text(postData, "text");
        if (!text.isEmpty()) {
            BodyText.read(text, type == null && !mime.isEmpty() ? mime : type, into);
        } else if (!postData.path("params").isEmpty()) {
            postData.path("params").forEach(p -> parameter(text(p, "name"), text(p, "value"), into));
        } else if (postData.isMissingNode()) {
            into.hasForm();
        } else {
            into.note("The archive was saved without the body: paste that too.");
        }
    }

    /** A parameter of the archive, which browsers write as it was sent: encoded. */
    private static void parameter(String name, String value, Transcript into) {
        BodyText.decoded(name + "=" + value.replace("&", "%26")).forEach(p -> into.parameter(p.name(), p.value()));
    }

    private static void answer(JsonNode response, Transcript into) {
        int status = response.path("status").asInt(0);
        if (status <= 0) {
            into.note("The archive holds no answer.");
            return;
        }
        for (JsonNode header : response.path("headers")) {
            if (text(header, "name").equalsIgnoreCase("date")) {
                AnswerText.date(text(header, "value"), into);
            }
        }
        JsonNode content = response.path("content");
        String body = text(content, "text");
        AnswerText.read(status, text(content, "encoding").equals("base64") ? decoded(body) : body, into);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static void presented(String date, Transcript into) {
        if (date.isEmpty()) {
            return;
        }
        try {
            Instant instant = OffsetDateTime.parse(date).toInstant();
            into.presentedAt(instant);
        } catch (DateTimeException notADate) {
            into.note("startedDateTime of the archive is no date, and was skipped.");
        }
    }

    private static String text(JsonNode object, String name) {
        JsonNode member = object.path(name);
        return member.isString() ? member.asString() : "";
    }
}
