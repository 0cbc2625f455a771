package dev.clientauth.reading;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings what a browser copies of a request as a call of {@code fetch} into the form in which it went over the wire. */
final class FetchText {
    private static final Pattern CALL = Pattern.compile("(?:(?:const|let|var) \\w{1,40}+ = )?+(?:await )?+fetch\\(\\s*+"
            + "([\"'`])(https?://[^\"'`\\s]++)\\1\\s*+,\\s*+(?=\\{)");
    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]");

    private FetchText() {}

    /** The text as an HTTP request; unchanged where it is no call of {@code fetch} with its values in place. */
    static String asHttp(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.lookingAt()) {
            return text;
        }
        JsonNode options = JsonText.parse(text.substring(call.end()));
        if (options == null
                || !(options.path("body").isString() || options.path("body").isMissingNode())) {
            return text;
        }
        StringBuilder http = new StringBuilder()
                .append(onOneLine(options.path("method").asString("GET")))
                .append(' ')
                .append(call.group(2))
                .append('\n');
        for (Map.Entry<String, JsonNode> header : options.path("headers").properties()) {
            http.append(onOneLine(header.getKey()))
                    .append(": ")
                    .append(onOneLine(header.getValue().asString("")))
                    .append('\n');
        }
        @Nullable String body = options.path("body").stringValue(null);
        return http.append('\n').append(body == null ? "" : body).toString();
    }

    private static String onOneLine(String text) {
        return LINE_BREAK.matcher(text).replaceAll(" ");
    }
}
