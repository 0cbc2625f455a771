// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import static dev.clientauth.hostile.HostileExchange.OK;

/** Bodies that are not token responses, that exhaust a JSON parser, or that are refusals. */
final class BodyBehaviors {
    private static final String NO_OBJECT = "not a JSON object";

    private BodyBehaviors() {}

    static void addTo(BehaviorTable table) {
        bodies(table);
        bombs(table);
        refusals(table);
    }

    private static void bodies(BehaviorTable table) {
        for (String body :
                new String[] {"null", "[]", "\"t\"", "42", "{", "{\"access_token\":", "access_token=t", "{} {}"}) {
            table.fault("body: " + body, NO_OBJECT, x -> x.json(200, body));
        }
        table.fault("body: the form", NO_OBJECT, x -> x.json(400, x.form()))
                .fault("body: the secret", NO_OBJECT, x -> x.json(400, x.secret()))
                .fault(
                        "body: JSON syntax error with the secret",
                        NO_OBJECT,
                        x -> x.json(400, "{\"error\":" + x.secret()))
                .fault("body: HTML with the secret", "an HTML or XML page", x -> x.json(500, "<html>" + x.secret()))
                .fault("body: zeros", NO_OBJECT, x -> x.json(200, "\0".repeat(1000)))
                .fault("body: invalid UTF-8", x -> x.json(200, "{\"access_token\":\"\u00ff\u00fe\"}"))
                .fault("body: name is invalid UTF-8", x -> x.json(200, "{\"\u00c0\u0080\":\"\u00ff\"}"))
                .fault("body: only a token of another kind", x -> x.json(200, "{\"token\":\"" + x.secret() + "\"}"))
                .fault("body: a token with HTTP 400", x -> x.json(400, "{\"access_token\":\"t\"}"))
                .fault(
                        "body: the error of an API",
                        x -> x.json(400, "{\"errors\":[{\"detail\":\"" + x.secret() + "\"}]}"))
                .either("body: with a byte order mark", x -> x.json(200, "\u00ef\u00bb\u00bf{\"access_token\":\"t\"}"))
                .either("body: the token twice", x -> x.json(200, "{\"access_token\":\"a\",\"access_token\":\"b\"}"));
    }

    private static void bombs(BehaviorTable table) {
        int size = 1_000_000;
        table.fault("bomb: nested arrays", NO_OBJECT, x -> x.json(200, "{\"a\":" + "[".repeat(size)))
                .fault("bomb: nested objects", NO_OBJECT, x -> x.json(200, "{\"a\":".repeat(size / 5)))
                .fault("bomb: a number of a million digits", NO_OBJECT, x -> x.json(200, "{\"a\":" + "9".repeat(size)))
                .fault(
                        "bomb: a name of a million characters",
                        NO_OBJECT,
                        x -> x.json(200, "{\"" + "n".repeat(size) + "\":1}"))
                .success("bomb: members", x -> x.granted("\"a\":1" + ",\"b\":2".repeat(size / 7)))
                .fault("bomb: different members", "JSON with more than 200 members", x -> {
                    StringBuilder members = new StringBuilder("\"a\":1");
                    for (int i = 0; members.length() < size; i++) {
                        members.append(",\"").append(i).append("\":1");
                    }
                    x.granted(members.toString());
                })
                .success("bomb: empty lists", x -> x.granted("\"a\":[[]" + ",[]".repeat(size / 3) + "]"))
                .success("bomb: objects", x -> x.granted("\"a\":[{\"\":1}" + ",{\"\":1}".repeat(size / 8) + "]"))
                .success("bomb: a text of a million characters", x -> x.granted("\"a\":\"" + "x".repeat(size) + "\""))
                .success("bomb: escapes", x -> x.granted("\"a\":\"" + "\\u0000".repeat(size / 6) + "\""))
                .fault(
                        "bomb: more than a mebibyte",
                        "is longer than 1048576 bytes",
                        x -> x.json(200, "{\"access_token\":\"" + "t".repeat(1 << 20) + "\"}"))
                .success(
                        "bomb: blanks up to a mebibyte",
                        x -> x.json(200, " ".repeat(size) + "{\"access_token\":\"t\"}"));
    }

    private static void refusals(BehaviorTable table) {
        table.refused("error", x -> x.json(400, "{\"error\":\"invalid_client\"}"))
                .refused(
                        "error: with HTTP 200",
                        x -> x.json(200, "{\"error\":\"invalid_client\",\"access_token\":\"t\"}"))
                .refused("error: the secret", x -> x.json(400, "{\"error\":\"" + x.secret() + "\"}"))
                .refused("error: the form", x -> x.json(400, "{\"error\":\"" + x.form() + "\"}"))
                .refused("error: control characters", x -> x.json(400, "{\"error\":\"\\u001b[2J\\u202e\\r\\nFATAL\"}"))
                .refused(
                        "error: line and paragraph separators",
                        x -> x.json(400, "{\"error\":\"a\\u2028b\\u2029\\u0085\"}"))
                .refused("error: half a character", x -> x.json(400, "{\"error\":\"\\ud83d\"}"))
                .refused("error: long", x -> x.json(400, "{\"error\":\"" + "e".repeat(900_000) + "\"}"))
                .fault("error: empty", x -> x.json(400, "{\"error\":\"\"}"))
                .fault("error: a number", x -> x.json(400, "{\"error\":5}"))
                .fault("error: an object", x -> x.json(400, "{\"error\":{\"message\":\"" + x.secret() + "\"}}"))
                .refused("description: the secret", x -> x.json(400, error("error_description", x.secret())))
                .refused("description: the form", x -> x.json(400, error("error_description", x.form())))
                .refused(
                        "description: control characters",
                        x -> x.json(400, error("error_description", "\\u001b[2J\\u202e")))
                .refused("description: long", x -> x.json(400, error("error_description", "d".repeat(900_000))))
                .refused(
                        "description: the secret many times",
                        x -> x.json(400, error("error_description", (x.secret() + " ").repeat(200))))
                .refused("uri: the secret", x -> x.json(400, error("error_uri", "https://e.example/?a=" + x.secret())))
                .refused("another member: the secret", x -> x.json(400, error(x.secret(), x.secret())))
                .refused(
                        "error: chunked",
                        x -> x.send("HTTP/1.1 401 X\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n"
                                + "{\"error\":\"invalid_client\"}\r\n0\r\n\r\n"))
                .fault(
                        "error: cut off",
                        "closed before",
                        x -> x.send("HTTP/1.1 401 X\r\nContent-Length: 50\r\n\r\n" + "{\"error\":\"" + x.secret()))
                .success(
                        "a token, and more behind it",
                        x -> x.send(OK + "Content-Length: 20\r\n\r\n{\"access_token\":\"t\"}" + OK + x.secret()));
    }

    private static String error(String member, String value) {
        return "{\"error\":\"invalid_grant\",\"" + member + "\":\"" + value + "\"}";
    }
}
