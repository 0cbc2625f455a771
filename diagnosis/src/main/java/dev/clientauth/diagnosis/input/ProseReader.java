// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.Timestamp;
import dev.clientauth.diagnosis.input.part.FormText;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a line of prose or of a log mentions: a request, a URL, a status, an error, a message from the server. */
final class ProseReader {
    private static final int MAX_LENGTH = 4_000;
    private static final Pattern REQUEST = Pattern.compile(
            "\\b(POST|GET|PUT|PATCH|DELETE)(?: to| request (?:for|to))?:?[ \\t]{1,9}[`\"'<(]{0,2}(https?://[^\\s`\"'<>()\\]},;]{4,2000}+)");
    private static final Pattern POOLED = Pattern.compile(
            "(https?://[\\w.-]{1,200}+)(:\\d{1,5})? \"(POST|GET|PUT) (/[^\\s\"]{0,2000}+) HTTP/[0-9.]{1,3}\" ([1-5][0-9]{2})");
    private static final Pattern ACCESS_LOG =
            Pattern.compile("\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\] \"");
    private static final Pattern SENT_TO = Pattern.compile(
            "(?i)\\b(?:posted|sent|post|send|request(?:s|ed)?|goes|go|calling|call|endpoint|url|uri)\\b[^\\n]{0,30}?(https?://[^\\s`\"'<>()\\]},;]{4,2000}+)");
    private static final Pattern URL = Pattern.compile("https?://[^\\s`\"'<>()\\]},;]{4,2000}+");
    private static final Pattern TOKEN_URL = Pattern.compile(
            "(?i)https?://[^?#]*/(?:oauth2?|token|auth)[^?#]*(?:token|revoke|access_token|usermigrationinfo|Token/auth)[^?#]*(?:[?#].*)?|https?://[^?#]*/token(?:\\.oauth2)?(?:[?#].*)?");
    private static final Pattern HOST = Pattern.compile("host='([\\w.-]{1,200})', port=");
    private static final Pattern STATUS = Pattern.compile(
            "(?i)(?:\\bHTTP(?:/[0-9.]{1,3})?(?: status)?(?: code)?|\\bstatus(?: ?code)?|\\bresponse(?: ?code)?|\\bresponded(?: with)?|\\breturned|\\banswered"
                    + "|\\bgot(?: an?)?|->|=>|\u2190|\u2192|\\bresulted in an?|\\bfailed with(?: status)?(?: code)?|ms -|\\(code|error|exception)[ :=()\\[`\"'-]{1,6}(?:HTTP )?([1-5][0-9]{2})\\b(?![.:/-]\\d)"
                    + "|^\\(?([45][0-9]{2})(?=,|[ :][\\s{A-Z]|\\s*$)|\\b([45][0-9]{2}) (?:Bad Request|Unauthorized|Forbidden|Client Error|on (?:POST|GET))\\b");
    private static final Pattern ERROR = Pattern.compile(
            "\\b(invalid_(?:client|request|grant|scope|token)|unauthorized_client|unsupported_grant_type|access_denied)\\b");
    private static final Pattern DESCRIBED = Pattern.compile(
            "\\[(invalid_(?:client|request|grant|scope)|unauthorized_client|unsupported_grant_type)\\] ([A-Z][^\\n]{4,400})");
    private static final Pattern SENTENCE = Pattern.compile(
            "(?i)client[_ ]assertion|\\baudiences?\\b|\\bkid\\b|AADSTS\\d|\\bJWKS?\\b|public ?key|not yet valid|is not active|token is expired|name or service not known|unknown host|could not resolve|getaddrinfo|max retries|unable to verify|PKIX|self.signed|certificate"
                    + "|(?:Exception|Error|ERROR)\\b[^\\n]{0,200}(?:\\bJWTs?\\b|matching key|signature)");
    /** Substrings that a server's message contains; they are searched first because that is fast. */
    private static final List<String> HINTS = List.of(
            "ssertion",
            "SSERTION",
            "udience",
            "UDIENCE",
            "kid",
            "KID",
            "AADSTS",
            "JW",
            "jwk",
            "ublic",
            "alid",
            "ctive",
            "xpired",
            "not known",
            "nknown",
            "resolve",
            "getaddrinfo",
            "etries",
            "verify",
            "PKIX",
            "self",
            "ertificate");

    private static final Pattern TROUBLE = Pattern.compile(
            "(?i)error|warn|exception|fail|invalid|refus|reject|denied|doesn'?t|not |wasn'?t|unable|mismatch|missing|expected|unknown");
    /** Text that a person wrote about a request, or a list item: not a server's message. */
    private static final Pattern FIRST_PERSON_OR_LIST_ITEM =
            Pattern.compile("^\\s{0,20}+\\d{1,3}[.)]\\s|\\b(?:I|I'm|I've|My|my|[Ww]e|[Ww]e're|[Ww]e've|[Oo]ur)\\s");

    private static final Pattern STACK_FRAME =
            Pattern.compile("\\s{0,20}(?:at |#\\d|File \"|in <)[^\\n]*+|\\s{0,20}\\+ .*");

    private ProseReader() {}

    /** Adds what the line mentions; returns false if it mentions nothing. */
    static boolean mentions(String whole, int line, List<Piece> pieces) {
        if (whole.isBlank() || isAccessLog(whole)) {
            return false;
        }
        String content = whole.length() > MAX_LENGTH ? whole.substring(0, MAX_LENGTH) : whole;
        int before = pieces.size();
        java.time.Instant date = content.length() < 60 && content.indexOf(':') > 0 ? Timestamp.in(content) : null;
        if (date != null) {
            pieces.add(new Piece.Time(date, line));
        }
        Matcher pooled = POOLED.matcher(content);
        if (content.contains("http") && pooled.find()) {
            boolean isUsual = ":443".equals(pooled.group(2)) || pooled.group(2) == null;
            pieces.add(new Piece.Endpoint(
                    pooled.group(3), pooled.group(1) + (isUsual ? "" : pooled.group(2)) + pooled.group(4), true, line));
            pieces.add(new Piece.Response(
                    new ResponseCollector().mentioned().status(Integer.parseInt(pooled.group(5))), line));
            return true;
        }
        if (content.contains("http")) {
            endpoint(content, line, pieces);
        }
        response(content, line, pieces);
        return pieces.size() > before;
    }

    private static boolean isAccessLog(String line) {
        String first = line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line;
        return first.indexOf('[') >= 0 && ACCESS_LOG.matcher(first).find();
    }

    private static void endpoint(String content, int line, List<Piece> pieces) {
        Matcher request = REQUEST.matcher(content);
        if (request.find()) {
            pieces.add(new Piece.Endpoint(request.group(1), trimmed(request.group(2)), true, line));
            return;
        }
        Matcher sent = SENT_TO.matcher(content);
        if (sent.find()
                && (TOKEN_URL.matcher(sent.group(1)).matches()
                        || sent.group().toLowerCase(java.util.Locale.ROOT).contains("post"))) {
            pieces.add(new Piece.Endpoint(null, trimmed(sent.group(1)), true, line));
            return;
        }
        Matcher url = URL.matcher(content);
        while (url.find()) {
            if (TOKEN_URL.matcher(url.group()).matches()) {
                boolean isWholeLine = url.group().length() == content.strip().length();
                pieces.add(new Piece.Endpoint(null, trimmed(url.group()), isWholeLine, line));
                return;
            }
        }
    }

    /** Returns whether there is a three-digit number that may be a status. */
    private static boolean hasStatus(String content) {
        for (int at = content.length() - 3; at >= 0; at--) {
            char c = content.charAt(at);
            if (c >= '1'
                    && c <= '5'
                    && Character.isDigit(content.charAt(at + 1))
                    && Character.isDigit(content.charAt(at + 2))) {
                return true;
            }
        }
        return false;
    }

    private static String trimmed(String url) {
        String bare = url;
        while (bare.endsWith(".") || bare.endsWith(":") || (bare.endsWith("\u2026") && bare.length() > 12)) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return bare;
    }

    private static void response(String content, int line, List<Piece> pieces) {
        ResponseCollector response = new ResponseCollector().mentioned();
        Matcher status = STATUS.matcher(content);
        if (hasStatus(content) && status.find()) {
            String code = status.group(1) != null
                    ? status.group(1)
                    : status.group(2) != null ? status.group(2) : status.group(3);
            response.status(Integer.parseInt(code));
        }
        Matcher described = DESCRIBED.matcher(content);
        Matcher error = ERROR.matcher(content);
        boolean mayHaveError = content.contains("_client")
                || content.contains("invalid_")
                || content.contains("_grant_type")
                || content.contains("_denied");
        if (mayHaveError && described.find()) {
            response.error(described.group(1)).description(described.group(2).strip());
        } else if (mayHaveError && error.find()) {
            response.error(error.group(1));
        }
        if (HINTS.stream().anyMatch(content::contains)
                && !STACK_FRAME.matcher(content).matches()
                && !FIRST_PERSON_OR_LIST_ITEM.matcher(content).find()
                && SENTENCE.matcher(content).find()
                && TROUBLE.matcher(content).find()
                && !FormText.begins(content)
                && content.indexOf("eyJ") < 0) {
            response.sentence(content);
        }
        boolean isOnlyStatus = response.error() == null && response.sentences().isEmpty();
        boolean isRefusal = response.status() != null && (response.status() >= 400 || content.length() < 60);
        if (!response.isEmpty() && (!isOnlyStatus || isRefusal)) {
            pieces.add(new Piece.Response(response, line));
        }
    }

    /** Returns the host to which a connection failed, or null. */
    static @Nullable String host(String content) {
        Matcher host = HOST.matcher(content);
        return host.find() ? host.group(1) : null;
    }
}
