package dev.clientauth.reading;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads an attempt from a text, in whatever form people have it: a JWT, the body or the whole of a request, a curl command,
 * a HAR file, JSON, what an HTTP library logged.
 *
 * <p>No text is refused. What cannot be read is a {@linkplain dev.clientauth.profile.Attempt#faults() fault} of the attempt,
 * and how the rest was understood is a {@linkplain Reading#notes() note}. Values that were left out, such as {@code $TOKEN},
 * {@code <jwt>} or {@code ***}, count as not told. Nothing is sent anywhere, and no file is opened.
 */
public final class AttemptReader {
    /** More than any request needs, in characters. */
    private static final int LONGEST = 1 << 20;
    /** Browsers save a whole session. */
    private static final int LONGEST_ARCHIVE = 1 << 25;

    private static final Pattern FENCE = Pattern.compile("```[\\w-]*+\\s*+");
    private static final Pattern PAIR = Pattern.compile("[\"'?&]*+[A-Za-z][\\w.%-]{0,60}+=");
    private static final Pattern URL = Pattern.compile("https?://\\S++");
    private static final Pattern RESPONSE = Pattern.compile("HTTP/[0-9.]{1,3} [1-5][0-9]{2}\\b");

    private AttemptReader() {}

    /**
     * Reads a text. Never throws.
     *
     * @param text at most a mebi-character; of JSON, which may be an archive, at most 32
     */
    public static Reading read(String text) {
        Transcript into = new Transcript();
        String clean = clean(text);
        boolean isJson = clean.startsWith("{") || clean.startsWith("[");
        if (clean.isEmpty()) {
            into.fault("the text is empty");
            return into.reading(Form.UNREADABLE);
        }
        int longest = isJson ? LONGEST_ARCHIVE : LONGEST;
        if (clean.length() > longest) {
            into.fault("the text has more than " + longest + " characters");
            return into.reading(Form.UNREADABLE);
        }
        List<JsonNode> values = isJson ? JsonText.values(clean) : List.of();
        if (!values.isEmpty() && values.get(0).isContainer()) {
            return into.reading(json(clean, values, into));
        }
        if (clean.length() > LONGEST) {
            into.fault("the text begins like JSON and is none");
            return into.reading(Form.UNREADABLE);
        }
        return into.reading(text(PrintedText.asHttp(FetchText.asHttp(clean)), into));
    }

    private static String clean(String text) {
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        String bare = text.substring(start).strip();
        int first = bare.indexOf('\n');
        boolean isFenced = first >= 0
                && bare.endsWith("\n```")
                && FENCE.matcher(bare.substring(0, first)).matches();
        return isFenced ? bare.substring(first, bare.length() - "```".length()).strip() : bare;
    }

    private static Form json(String text, List<JsonNode> values, Transcript into) {
        JsonNode first = values.get(0);
        if (HarText.isHar(first)) {
            HarText.read(first, into);
            return Form.HAR;
        }
        if (JsonText.readAssertion(values, into)) {
            return Form.JWT;
        }
        if (!first.isObject()) {
            into.fault("the text is a JSON array, not an object of parameters");
            return Form.UNREADABLE;
        }
        if (AnswerText.isRefusal(first)) {
            into.note("This is what the provider answered: paste what was sent.");
            into.fault("the text is an answer, not a request");
            return Form.UNREADABLE;
        }
        if (first.has("keys") || first.has("kty")) {
            into.fault("the text is a key, not a request");
            return Form.UNREADABLE;
        }
        if (!PrintedText.readDictionary(text, first, into)) {
            BodyText.read(text, null, into);
        }
        return Form.JSON_BODY;
    }

    private static Form text(String text, Transcript into) {
        if (HttpText.isRequest(text)) {
            HttpText.read(text, into);
            return Form.HTTP_REQUEST;
        }
        if (CurlText.isCurl(text)) {
            CurlText.read(text, into);
            return Form.CURL;
        }
        if (HttpText.isVerbose(text)) {
            HttpText.readVerbose(text, into);
            return Form.HTTP_REQUEST;
        }
        if (JwtText.isJwt(text)) {
            JwtText.read(text, into);
            return Form.JWT;
        }
        if (RESPONSE.matcher(text).lookingAt()) {
            AnswerText.read(text, into);
            into.note("This is what the provider answered: paste what was sent.");
            into.fault("the text is an answer, not a request");
            return Form.UNREADABLE;
        }
        return loose(text, into);
    }

    private static Form loose(String text, Transcript into) {
        if (URL.matcher(text).matches()) {
            UrlText.read(text, into);
            return Form.HTTP_REQUEST;
        }
        if (PAIR.matcher(text).lookingAt()) {
            BodyText.read(BodyText.onOneLine(unquoted(text), into), null, into);
            return Form.FORM_BODY;
        }
        if (PrintedText.readMap(text, into)) {
            return Form.FORM_BODY;
        }
        if (DescriptionText.read(PrintedText.untyped(text), into)) {
            return Form.DESCRIPTION;
        }
        if (JwtText.readWithin(text, into)) {
            return Form.JWT;
        }
        into.fault("the text is neither a JWT nor a request in any form that is known here");
        return Form.UNREADABLE;
    }

    private static String unquoted(String text) {
        int last = text.length() - 1;
        boolean isQuoted = last > 0 && text.charAt(0) == text.charAt(last) && "\"'".indexOf(text.charAt(0)) >= 0;
        String bare = isQuoted ? text.substring(1, last) : text;
        return bare.startsWith("?") || bare.startsWith("&") ? bare.substring(1) : bare;
    }
}
