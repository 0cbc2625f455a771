package dev.clientauth.reading;

import dev.clientauth.profile.Answer;
import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what people write about a request in a forum: headings, JSON with words in it, lines of {@code name: value}. */
final class DescriptionText {
    private static final int FEWEST_PARAMETERS = 2;

    private static final Pattern PARAMETER = Pattern.compile("(?m)^[^\\w\\n]{0,24}("
            + String.join("|", Names.PARAMETERS) + ")[\"'`*\\]]{0,3}[ \\t]{0,4}(?:=>|[:=])[ \\t]{0,4}(\\S[^\\n]*)$");
    private static final Pattern METHOD = Pattern.compile("(?im)^\\W{0,8}(?:http )?method\\W{1,6}(GET|POST|PUT)\\b");
    private static final Pattern ENDPOINT = Pattern.compile(
            "(?im)^\\W{0,8}(?:token )?(?:request )?(?:endpoint|url|uri)\\W{1,6}?(https?://[^\\s\"'`<>,]++)");
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("(?im)^\\W{0,8}content-type\\W{1,6}(\\w{3,20}/[\\w+.-]{3,60})");
    private static final Pattern STATUS = Pattern.compile("(?i)\\bHTTP(?: status)?(?: code)?\\W{1,4}([45][0-9]{2})\\b");
    private static final Pattern ERROR = Pattern.compile(
            "\\b(invalid_(?:client|request|grant|scope)|unauthorized_client|unsupported_grant_type)\\b");
    private static final Pattern OBJECT = Pattern.compile("\\{[^{}]{2,4000}}");
    /** A value in words, such as {@code [timestamp + 30 days]}. */
    private static final Pattern WORDS = Pattern.compile("(:\\s{0,4})([\\[<][A-Za-z][^\\]>\"]{0,80}[]>])");

    private DescriptionText() {}

    /** Whether the text describes a request; then it is read. */
    static boolean read(String text, Transcript into) {
        List<String[]> parameters = parameters(text);
        List<JsonNode> objects = objects(text);
        boolean isDescription = parameters.size() >= FEWEST_PARAMETERS;
        boolean hasAssertion = !objects.isEmpty() && JsonText.readAssertion(objects, into);
        if (!isDescription && !hasAssertion) {
            return false;
        }
        into.note("The request was gathered from a description: what it does not mention counts as not sent.");
        parameters.forEach(p -> into.parameter(p[0], p[1]));
        first(METHOD, text, into::method);
        first(ENDPOINT, text, url -> UrlText.read(url, into));
        first(CONTENT_TYPE, text, type -> into.header("Content-Type", type));
        Matcher status = STATUS.matcher(text);
        Matcher error = ERROR.matcher(text);
        if (status.find() && error.find()) {
            into.answer(new Answer(Integer.parseInt(status.group(1)), error.group(1), null));
        }
        return true;
    }

    private static List<String[]> parameters(String text) {
        List<String[]> parameters = new ArrayList<>();
        Matcher line = PARAMETER.matcher(text);
        while (line.find()) {
            parameters.add(new String[] {line.group(1), bare(line.group(2))});
        }
        return parameters;
    }

    /** Without the punctuation of the text around it. */
    private static String bare(String value) {
        String bare = value.strip();
        while (bare.endsWith(",") || bare.endsWith(";")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        boolean isQuoted = bare.length() > 1
                && "\"'`".indexOf(bare.charAt(0)) >= 0
                && bare.charAt(0) == bare.charAt(bare.length() - 1);
        return isQuoted ? bare.substring(1, bare.length() - 1) : bare;
    }

    /** The header and the payload of a JWT among the JSON objects in the text. */
    private static List<JsonNode> objects(String text) {
        List<JsonNode> objects = new ArrayList<>();
        Matcher object = OBJECT.matcher(text);
        while (object.find()) {
            JsonNode json = JsonText.parse(WORDS.matcher(object.group()).replaceAll("$1\"$2\""));
            boolean isOfJwt = json != null
                    && (Names.HEADER.stream().anyMatch(json::has)
                            || Names.CLAIMS.stream().anyMatch(json::has));
            if (isOfJwt && objects.size() < 2) {
                objects.add(json);
            }
        }
        return objects;
    }

    private static void first(Pattern pattern, String text, Consumer<String> use) {
        Matcher found = pattern.matcher(text);
        if (found.find()) {
            use.accept(found.group(1));
        }
    }
}
