// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.clean.Timestamp;
import dev.clientauth.diagnosis.input.part.FormText;
import dev.clientauth.diagnosis.input.part.HttpMessage;
import dev.clientauth.diagnosis.input.part.Names;
import dev.clientauth.diagnosis.input.part.ParameterNames;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.ResponseBody;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import dev.clientauth.diagnosis.input.part.StartLine;
import dev.clientauth.diagnosis.input.tree.LooseParser;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads lines of {@code name: value} and {@code NAME=value}: descriptions in words, environment files, properties, YAML,
 * lists in developer tools.
 */
public final class SettingReader {
    private static final Pattern LINE = Pattern.compile(
            "[\\s>*\u2022\u00b7\u2013\u2014|#+-]{0,60}+"
                    + "(?:(?:export|set|SET|setx|ENV|ARG|let|const|var|final|val|String|var_dump|-e|--env) )?(?:\\$env:|\\$)?"
                    + "[\"'`\\[@:*_]{0,4}+([A-Za-z][\\w .\\-/]{0,80}?)[\"'`\\]*_]{0,6}(?:\\([\\w -]{1,30}\\))?[ \\t]{0,40}(=>|:=|[:=|\\t]|\u2192|->)[*_]{0,3}[ \\t]{0,20}(.*)",
            Pattern.DOTALL);
    private static final Pattern NAME_IN_BRACKETS = Pattern.compile("\\[[\"']?[\\w.-]{1,80}[\"']?]");
    private static final Pattern CONTAINER =
            Pattern.compile("(?:\\$ |# )?(?:sudo )?(?:docker|podman) (?=.{0,200} -e )");
    private static final Pattern METHOD =
            Pattern.compile("(?i)\\W{0,4}(GET|POST|PUT|PATCH|DELETE)\\b.*", Pattern.DOTALL);
    private static final Pattern URL = Pattern.compile("[\"'`<(\\[]{0,2}(https?://[^\\s\"'`<>,)\\]]++)");
    private static final Pattern NAMED_URL = Pattern.compile(
            "(?:(?:access )?token )?(?:request )?(?:endpoint|url|uri|address)|token_endpoint|token_ur[il]|(?:token|request)[ _-]?(?:ur[il]|endpoint)|post(?: to)?|request url|.*token[_.-]?ur[il]|posted to|sent to|from",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED_STATUS = Pattern.compile(
            "(?:http )?(?:response |error )?(?:status|code|status ?code)|http(?: code)?|response(?: code)?|result",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STATUS_VALUE =
            Pattern.compile("\\D{0,12}\\b([1-5][0-9]{2})\\b(?![-.:]).{0,80}", Pattern.DOTALL);
    private static final Set<String> WRAPPERS = Set.of(
            "body",
            "headers",
            "header",
            "parameters",
            "params",
            "request",
            "form",
            "form data",
            "payload",
            "request body",
            "data",
            "post data");
    private static final Pattern RESPONSE_HEADING = Pattern.compile(
            "(?i)[\\s>*#\u2022-]{0,20}+(?:(?:the |http |server |error |apple'?s? )?(?:response|answer|reply|result|output)s?(?: headers?| body)?|i get|returns?|back comes|what comes back|got back)\\b[^:\\n]{0,40}:?.{0,80}");
    private static final Pattern REQUEST_HEADING = Pattern.compile(
            "(?i)[\\s>*#\u2022-]{0,20}+(?:the |http |token |my |our )?(?:request|body|parameters|payload|form)\\b[^:\\n]{0,40}:?");
    /** The end of a call or list whose last item is a quoted value. */
    private static final Pattern END_OF_CALL = Pattern.compile("(?<=[\"'`])[)\\]};,]{1,6}$");
    /** {@code grant_type "authorization_code"}, without a separator. */
    private static final Pattern UNSIGNED = Pattern.compile(
            "[\\s>*\u2022\u00b7\u2013-]{0,20}+([a-z]{2,20}(?:_[a-z]{2,20}){1,3}) {0,3}[\"\u201c'`]([^\"\u201d'`]{1,4000})[\"\u201d'`]\\s{0,4}");
    /** A line of a list that begins with a name. */
    private static final Pattern ITEM =
            Pattern.compile("\\s{0,10}[\u2022\u00b7*\u2013-] {1,3}([a-z]{2,20}(?:_[a-z]{2,20}){0,3})(?![\\w.-])");
    /** The same with nothing after the name, or with a description of the value. */
    private static final Pattern NO_VALUE = Pattern.compile(
            "\\W{1,12}\\w{2,40}\\s{0,3}(?:(?:\u2192|->|:|=)\\s{0,3}[A-Za-z]{1,20}(?: [A-Za-z]{1,20}){1,12})?\\s*");

    private static final Pattern PEM_LINE = Pattern.compile("-----BEGIN [A-Z ]{3,40}-----");

    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
    private static final Set<String> TIMES = Set.of("iat", "exp", "nbf");
    private static final int MIN_CLAIMS = 3;
    private static final Pattern PEM_END = Pattern.compile("-----END [A-Z ]{3,40}-----");

    private final CleanText text;
    private final List<Piece> pieces;
    private final Map<String, String> claims = new LinkedHashMap<>();
    private int claimsLine;
    private boolean isResponse;

    public SettingReader(CleanText text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /** Records headings, which tell whether the following lines belong to the response. */
    public void heading(String line) {
        if (line.length() > 140) {
            return;
        }
        if (RESPONSE_HEADING.matcher(line).matches()) {
            isResponse = true;
        } else if (REQUEST_HEADING.matcher(line).matches()) {
            isResponse = false;
        }
    }

    /** Reads the lines of one setting, starting at this line; returns the number of lines, or 0 if there is no setting. */
    public int read(int line) {
        String first = text.line(line);
        if (first.contains("-e ") && container(first, line)) {
            return 1;
        }
        String mentioned = mentioned(line);
        boolean isInList = mentioned != null && (mentioned(line - 1) != null || mentioned(line + 1) != null);
        if (mentioned != null && isInList && NO_VALUE.matcher(first).matches()) {
            pieces.add(new Piece.Parameters(
                    List.of(new TokenRequest.Parameter(mentioned, "[left out]", false)),
                    Piece.Written.DESCRIBED,
                    false,
                    line));
            return 1;
        }
        Matcher unsigned = UNSIGNED.matcher(first);
        if (unsigned.matches() && Names.PARAMETERS.contains(unsigned.group(1))) {
            return named(unsigned.group(1), unsigned.group(2), line) ? 1 : 0;
        }
        Matcher setting = LINE.matcher(first.length() > 4_000 ? first.substring(0, 200) : first);
        if (!setting.lookingAt()) {
            return 0;
        }
        String name = setting.group(1).strip();
        String rest = first.substring(setting.start(3));
        if (rest.isEmpty() && first.strip().endsWith(":")) {
            return 0;
        }
        if (FormText.within(first) >= 0
                || (first.strip().startsWith("[")
                        && !NAME_IN_BRACKETS.matcher(first.strip()).lookingAt())) {
            return 0;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isNested = WRAPPERS.contains(lower) && LINE.matcher(rest).lookingAt();
        if (isNested && one(rest, line)) {
            return 1;
        }
        if ((rest.startsWith("{") && !rest.startsWith("{{"))
                || (rest.startsWith("[") && !setting.group(2).equals("=>") && rest.length() < 2)) {
            return 0;
        }
        if (isPem(rest)) {
            return pem(name, rest, line);
        }
        return one(first, line) ? 1 : 0;
    }

    /** Returns the parameter that a list item names, or null. */
    private @Nullable String mentioned(int line) {
        if (line < 0 || line >= text.size()) {
            return null;
        }
        Matcher item = ITEM.matcher(text.line(line));
        return item.lookingAt() && Names.PARAMETERS.contains(item.group(1)) ? item.group(1) : null;
    }

    /** {@code docker run -e NAME=value}. */
    private boolean container(String content, int line) {
        boolean isFirst = CONTAINER.matcher(content).lookingAt();
        if (!isFirst && !content.stripLeading().startsWith("-e ")) {
            return false;
        }
        int before = pieces.size();
        for (String word : content.split("(?:^|\\s)-e ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                add(
                        word.substring(0, equals).strip(),
                        bare(word.substring(equals + 1).split("\\s", 2)[0]),
                        line,
                        pieces);
            }
        }
        return pieces.size() > before;
    }

    private static boolean isPem(String rest) {
        return PEM_LINE.matcher(rest.substring(0, Math.min(rest.length(), 80))).find() && !rest.contains("\\n");
    }

    /** A PEM file over several lines. */
    private int pem(String name, String rest, int line) {
        StringBuilder value =
                new StringBuilder(rest.substring(rest.indexOf("-----BEGIN ")).strip());
        int next = line + 1;
        while (!value.toString().contains("-----END") && next < text.size() && next < line + 120) {
            value.append('\n').append(text.line(next++).strip());
        }
        String pem = value.toString();
        Matcher end = PEM_END.matcher(pem);
        if (!named(name, end.find() ? pem.substring(0, end.end()) : pem, line)) {
            pieces.add(new Piece.Key(KeyShapes.PRIVATE_KEY, line));
        }
        return next - line;
    }

    private boolean one(String line, int number) {
        Matcher setting = LINE.matcher(line);
        if (!setting.matches()) {
            return false;
        }
        return named(setting.group(1).strip(), bare(setting.group(3)), number);
    }

    private boolean named(String name, String value, int line) {
        String lower = name.toLowerCase(Locale.ROOT);
        String snake = lower.replace(' ', '_').replace('-', '_');
        if (METHOD.matcher(value).matches() && (lower.equals("method") || lower.endsWith(" method"))) {
            Matcher method = METHOD.matcher(value);
            if (method.matches()) {
                pieces.add(new Piece.Endpoint(method.group(1).toUpperCase(Locale.ROOT), null, true, line));
            }
            return true;
        }
        Matcher url = URL.matcher(value);
        boolean isUrl = url.lookingAt();
        if (isUrl && StartLine.isMethod(name)) {
            pieces.add(new Piece.Endpoint(name.toUpperCase(Locale.ROOT), url.group(1), true, line));
            return true;
        }
        if (isUrl && NAMED_URL.matcher(lower).matches()) {
            pieces.add(new Piece.Endpoint(null, url.group(1), true, line));
            return true;
        }
        if (lower.equals("content-type") || lower.equals("authorization") || lower.equals("contenttype")) {
            header(lower.equals("authorization") ? "Authorization" : "Content-Type", value, line);
            return true;
        }
        if (lower.equals("date")) {
            return date(value, line);
        }
        Matcher status = STATUS_VALUE.matcher(value);
        if (NAMED_STATUS.matcher(lower).matches() && status.matches()) {
            ResponseCollector response = new ResponseCollector().mentioned().status(Integer.parseInt(status.group(1)));
            if (value.indexOf('{') > 0) {
                ResponseBody.read(value.substring(value.indexOf('{')), response);
            }
            pieces.add(new Piece.Response(response, line));
            return true;
        }
        if (snake.equals("error") || snake.equals("error_description") || snake.equals("error_uri")) {
            error(snake, value, line);
            return true;
        }
        if (Names.PARAMETERS.contains(snake)
                && (name.indexOf('_') > 0 || Character.isLowerCase(name.charAt(0)))
                && isValue(snake, value)) {
            boolean isPlain = Names.PARAMETERS.contains(name) || Names.isStrong(snake);
            if (isPlain) {
                pieces.add(new Piece.Parameters(
                        List.of(new TokenRequest.Parameter(snake, value, false)),
                        Piece.Written.DESCRIBED,
                        false,
                        line));
                return true;
            }
        }
        return claim(name, value, line) || add(name, value, line, pieces);
    }

    /** A header member or claim of a JWT on its own line, in a table or a list. */
    private boolean claim(String name, String value, int line) {
        boolean isMember = Names.CLAIMS.contains(name) || HEADER.contains(name);
        if (!isMember || value.isEmpty() || value.length() > 2_000) {
            return false;
        }
        boolean isTime = TIMES.contains(name);
        String shown = isTime && !value.matches("[0-9.]{6,20}") ? "[left out]" : value;
        claims.putIfAbsent(name, isTime && !shown.startsWith("[") ? shown : quoted(shown));
        claimsLine = line;
        return true;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Adds the claims that were on lines of their own, if there are enough for a JWT. */
    public void finish() {
        String header = object(HEADER);
        String payload = object(Names.CLAIMS);
        Tree tree = LooseParser.parse(payload);
        boolean isWhole =
                claims.keySet().stream().filter(Names.CLAIMS::contains).count() >= MIN_CLAIMS;
        if (tree != null && isWhole) {
            pieces.add(new Piece.Decoded(
                    header.length() > 2 ? LooseParser.parse(header) : null, tree, payload, claimsLine));
        }
    }

    private String object(Set<String> names) {
        return claims.entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .map(entry -> '"' + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A value, not a description of it. */
    private static boolean isValue(String name, String value) {
        return !value.isEmpty()
                && (Names.isStrong(name)
                        || value.startsWith("-----BEGIN ")
                        || value.indexOf(' ') < 0
                        || name.equals("scope"))
                && !value.endsWith("?");
    }

    /** A setting of an application. */
    static boolean add(String name, String value, int line, List<Piece> pieces) {
        String setting = ParameterNames.setting(name);
        if (setting == null || value.isEmpty() || (name.indexOf(' ') > 0 && name.length() > 20)) {
            return false;
        }
        if (value.contains("-----BEGIN ") && setting.startsWith("private_key")) {
            pieces.add(new Piece.Key(KeyShapes.PRIVATE_KEY, line));
        } else if (setting.equals("client_secret")
                || setting.equals("client_assertion")
                || setting.equals("client_id")) {
            List<TokenRequest.Parameter> one = new ArrayList<>();
            one.add(new TokenRequest.Parameter(setting, value, false));
            pieces.add(new Piece.Parameters(one, Piece.Written.DESCRIBED, true, line));
        } else if (setting.startsWith("token_")) {
            pieces.add(new Piece.Endpoint(null, value, false, line));
        } else {
            pieces.add(new Piece.Setting(setting, value, line));
        }
        return true;
    }

    private void header(String name, String value, int line) {
        if (isResponse) {
            return;
        }
        String type = value.indexOf(' ') > 0 && name.equals("Content-Type") && value.indexOf(';') < 0
                ? value.split(" ", 2)[0]
                : value;
        pieces.add(new Piece.Headers(List.of(new HttpMessage.Header(name, type)), line));
    }

    private boolean date(String value, int line) {
        java.time.Instant date = Timestamp.in(value);
        if (date == null) {
            return false;
        }
        pieces.add(new Piece.Response(new ResponseCollector().date(date), line));
        return true;
    }

    private void error(String name, String value, int line) {
        ResponseCollector response = new ResponseCollector().mentioned();
        switch (name) {
            case "error" ->
                response.error(value.matches("[a-z]{2,30}(?:_[a-z]{1,30}){1,6}") ? value : null)
                        .sentence(value);
            case "error_uri" -> response.uri(value);
            default -> response.description(value);
        }
        pieces.add(new Piece.Response(response, line));
    }

    /** Returns the value without the punctuation around it. */
    static String bare(String value) {
        int end = value.length();
        while (end > 0
                && (Character.isWhitespace(value.charAt(end - 1)) || ",;|".indexOf(value.charAt(end - 1)) >= 0)) {
            end--;
        }
        String bare = value.substring(0, end).strip();
        if (bare.startsWith("**") && bare.endsWith("**") && bare.length() > 4) {
            bare = bare.substring(2, bare.length() - 2);
        }
        if (bare.length() > 2
                && "\"'`".indexOf(bare.charAt(0)) >= 0
                && END_OF_CALL.matcher(bare).find()) {
            bare = END_OF_CALL.matcher(bare).replaceFirst("");
        }
        boolean isQuoted = bare.length() > 1
                && "\"'`".indexOf(bare.charAt(0)) >= 0
                && bare.charAt(0) == bare.charAt(bare.length() - 1);
        return isQuoted ? bare.substring(1, bare.length() - 1) : bare;
    }
}
