package dev.clientauth.reading;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an HTTP request as it goes over the wire, as editors write it, or as {@code curl -v} shows it. */
final class HttpText {
    /** A header as it stands. */
    record Header(String name, String value) {}

    /** Headers and body. */
    record Message(List<Header> headers, String body, List<String> faults, boolean lacksBlankLine) {

        static Message of(List<String> lines) {
            List<Header> headers = new ArrayList<>();
            List<String> faults = new ArrayList<>();
            int at = 0;
            for (; at < lines.size() && !lines.get(at).isBlank(); at++) {
                String line = lines.get(at);
                if (BODY.matcher(line).lookingAt()) {
                    return new Message(headers, rest(lines, at), faults, true);
                }
                int colon = line.indexOf(':', 1);
                if (isFolded(line) && !headers.isEmpty()) {
                    int end = at;
                    while (end < lines.size() && isFolded(lines.get(end))) {
                        end++;
                    }
                    Header last = headers.remove(headers.size() - 1);
                    String rest = String.join(
                            " ",
                            lines.subList(at, end).stream().map(String::strip).toList());
                    headers.add(new Header(last.name(), last.value() + " " + rest));
                    at = end - 1;
                } else if (colon < 0) {
                    faults.add("a header line has no colon");
                } else {
                    headers.add(new Header(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip()));
                }
            }
            return new Message(headers, rest(lines, at + 1), faults, false);
        }

        private static boolean isFolded(String line) {
            return !line.isBlank() && Character.isWhitespace(line.charAt(0));
        }

        private static String rest(List<String> lines, int from) {
            return from < lines.size() ? String.join("\n", lines.subList(from, lines.size())) : "";
        }

        @Nullable
        String header(String name) {
            return headers.stream()
                    .filter(h -> h.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static final Pattern REQUEST_LINE = Pattern.compile(
            "(?:> )?([A-Za-z]{3,7})[ \\t]++(/\\S*|https?://\\S*|[<$\\[{]\\S*)(?:[ \\t]++HTTP/\\S++)?[ \\t]*+");
    private static final Pattern METHOD = Pattern.compile("(?i)GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS");
    private static final Pattern BODY =
            Pattern.compile("(?:grant_type|client_id|client_assertion(?:_type)?|client_secret|scope|code)=");
    private static final Pattern VERBOSE = Pattern.compile("(?m)^> [A-Z]{3,7} \\S++ HTTP/");

    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,7})(?:;[^\\n]*+)?(?:\\n|\\z)");

    private HttpText() {}

    /** Whether the text begins with a request line. */
    static boolean isRequest(String text) {
        Matcher line = REQUEST_LINE.matcher(firstLine(text));
        return line.matches() && METHOD.matcher(line.group(1)).matches() && !(text.startsWith("> ") && isVerbose(text));
    }

    /** Whether the text is what {@code curl -v} prints. */
    static boolean isVerbose(String text) {
        return VERBOSE.matcher(text).find();
    }

    /** Reads what {@code curl -v} prints: all but the body of the request, unless somebody wrote it below. */
    static void readVerbose(String text, Transcript into) {
        List<String> sent = text.lines()
                .filter(l -> l.startsWith("> "))
                .map(l -> l.substring(2))
                .toList();
        String body = head(sent, into).body();
        if (body.isBlank()) {
            into.note("curl -v does not show the body that it sends: paste that too.");
        } else {
            BodyText.read(BodyText.onOneLine(body, into), null, into);
        }
        answer(text, 0, into);
    }

    /** Reads such a text. */
    static void read(String text, Transcript into) {
        int response = answer(text, firstLine(text).length(), into);
        String request = response < 0 ? text : text.substring(0, response).stripTrailing();
        Message message = head(request.lines().toList(), into);
        if (message.lacksBlankLine()) {
            into.note("Between headers and body stood no blank line; the body was recognised by its parameters.");
        }
        String type = message.header("content-type");
        String coding = message.header("transfer-encoding");
        boolean isChunked = coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked");
        String body = isChunked ? joined(message.body()) : message.body();
        boolean isForm = type == null || type.toLowerCase(Locale.ROOT).contains("urlencoded");
        boolean isPlain = isForm && !body.stripLeading().startsWith("{");
        BodyText.read(isPlain ? BodyText.onOneLine(body, into) : body, type, into);
    }

    /** The chunks of a body without their sizes (RFC 9112 section 7.1); a body that is not in chunks stays as it is. */
    private static String joined(String body) {
        StringBuilder joined = new StringBuilder();
        Matcher size = CHUNK_SIZE.matcher(body);
        int at = 0;
        while (size.region(at, body.length()).lookingAt()) {
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                return joined.toString();
            }
            if (length > body.length() - size.end()) {
                return body;
            }
            at = size.end() + length;
            joined.append(body, size.end(), at);
            at = body.startsWith("\n", at) ? at + 1 : at;
        }
        return body;
    }

    private static int answer(String text, int from, Transcript into) {
        int response = AnswerText.in(text, from);
        if (response >= 0) {
            AnswerText.read(text.substring(response), into);
        }
        return response;
    }

    private static Message head(List<String> lines, Transcript into) {
        Message message = Message.of(lines.subList(Math.min(1, lines.size()), lines.size()));
        message.faults().forEach(into::fault);
        boolean typed = false;
        for (Header header : message.headers()) {
            boolean isType = header.name().equalsIgnoreCase("content-type");
            if (isType && typed) {
                into.fault("the Content-Type header is sent twice");
            }
            typed |= isType;
            into.header(header.name(), header.value());
        }
        Matcher line = REQUEST_LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (line.matches()) {
            into.method(line.group(1));
            endpoint(line.group(2), message.header("host"), into);
        }
        return message;
    }

    private static void endpoint(String target, @Nullable String host, Transcript into) {
        if (!target.startsWith("/")) {
            UrlText.read(target, into);
        } else if (host == null) {
            into.note("There is no Host header: say to which server it was sent.");
        } else {
            boolean isLocal = host.startsWith("localhost") || host.startsWith("127.") || host.endsWith(":80");
            UrlText.read((isLocal ? "http" : "https") + "://" + host + target, into);
        }
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end).stripTrailing();
    }
}
