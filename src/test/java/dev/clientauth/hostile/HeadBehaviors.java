// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import static dev.clientauth.hostile.HostileExchange.OK;

/** Status lines, interim responses and headers. */
final class HeadBehaviors {
    private static final String MALFORMED = "the response is not HTTP/1.1, or is malformed";
    private static final String TOO_LARGE = "exceeds the size limit";
    private static final String GRANTED = "Content-Length: 33\r\n\r\n{\"access_token\":\"issued-token-1\"}";
    private static final String END = "Content-Length: 2\r\n\r\n{}";

    private HeadBehaviors() {}

    static void addTo(BehaviorTable table) {
        statusLines(table);
        interim(table);
        headers(table);
    }

    private static void statusLines(BehaviorTable table) {
        table.fault("status line: none", "closed before", x -> x.send(""))
                .fault("status line: half", "closed before", x -> x.send("HTTP/1.1 200 "))
                .fault("status line: endless", x -> {
                    x.send("HTTP/1.1 200 ");
                    x.flood("x");
                })
                .fault("status line: endless, and not HTTP", x -> x.flood("x"))
                .fault("status line: endless empty lines", x -> x.flood("\r\n"))
                .fault("status line: endless zeros", x -> x.flood("\0"))
                .fault("status: -11", MALFORMED, x -> x.send("HTTP/1.1 -11 X\r\n" + END))
                .fault("status: -1", MALFORMED, x -> x.send("HTTP/1.1 -1 X\r\n" + END))
                .fault("status: +20", x -> x.send("HTTP/1.1 +20 X\r\n" + END))
                .fault("status: 000", x -> x.send("HTTP/1.1 000 X\r\n" + END))
                .fault("status: 999", x -> x.send("HTTP/1.1 999 X\r\n" + END))
                .fault("status: 2000", MALFORMED, x -> x.send("HTTP/1.1 2000 X\r\n" + END))
                .fault("status: 20", MALFORMED, x -> x.send("HTTP/1.1 20\r\n" + END))
                .fault("status: abc", MALFORMED, x -> x.send("HTTP/1.1 abc X\r\n" + END))
                .fault("status: the secret", MALFORMED, x -> x.send("HTTP/1.1 " + x.secret() + "\r\n" + END))
                .fault("status: without blank", MALFORMED, x -> x.send("HTTP/1.1200 OK\r\n" + END))
                .fault("status line: HTTP/2.0", MALFORMED, x -> x.send("HTTP/2.0 200 OK\r\n" + END))
                .fault("status line: HTTP/9.9", MALFORMED, x -> x.send("HTTP/9.9 200 OK\r\n" + END))
                .fault("status line: the form", x -> x.send(x.form() + "\r\n" + END))
                .fault("status line: mail", MALFORMED, x -> x.send("220 mail.example.com ESMTP\r\n\r\n"))
                .fault("status line: SSH", MALFORMED, x -> x.send("SSH-2.0-OpenSSH_9.6\r\n\r\n"))
                .fault("status line: HTML", MALFORMED, x -> x.send("<html>" + x.secret() + "</html>\r\n\r\n"))
                .fault("reason phrase: the secret", x -> x.send("HTTP/1.1 400 " + x.secret() + "\r\n" + END))
                .fault("reason phrase: control characters", x -> x.send("HTTP/1.1 400 \u001b[2J\u009b\r\n" + END));
    }

    private static void interim(BehaviorTable table) {
        String granted = "{\"access_token\":\"t\"}";
        table.success(
                        "100, then a token",
                        x -> x.send("HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: " + granted.length()
                                + "\r\n\r\n" + granted))
                .fault("100 without end", x -> x.flood("HTTP/1.1 100 Continue\r\n\r\n"))
                .fault("102 without end", x -> x.flood("HTTP/1.1 102 Processing\r\n\r\n"))
                .fault("103 without end", x -> x.flood("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"))
                .fault("100, then silence", "longer than the time allowed", x -> {
                    x.send("HTTP/1.1 100 Continue\r\n\r\n");
                    x.stall();
                })
                .fault("100, dripping", x -> x.drip("HTTP/1.1 100 Continue\r\n\r\n"))
                .fault(
                        "101 to another protocol",
                        x -> x.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"))
                .fault("199", x -> x.send("HTTP/1.1 199 X\r\n\r\n"));
    }

    private static void headers(BehaviorTable table) {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            table.fault(
                    status + " to another server",
                    x -> x.send("HTTP/1.1 " + status + " X\r\nLocation: " + x.elsewhere()
                            + "\r\nContent-Length: 0\r\n\r\n"));
        }
        table.fault("headers: none, cut off", "closed before", x -> x.send("HTTP/1.1 200 OK\r\n"))
                .fault("header: cut off", "closed before", x -> x.send(OK + "X-A: b"))
                .fault("header: endless line", x -> {
                    x.send(OK + "X: ");
                    x.flood("x");
                })
                .fault("header: endless name", x -> {
                    x.send(OK);
                    x.flood("n");
                })
                .fault("headers: endless number", x -> {
                    x.send(OK);
                    x.flood("X: y\r\n");
                })
                .fault("headers: endless number of empty ones", x -> {
                    x.send(OK);
                    x.flood("a:\r\n");
                })
                .fault("headers: endless continuation lines", x -> {
                    x.send(OK + "X: a\r\n");
                    x.flood(" b\r\n");
                })
                .fault("headers: endless cookies", x -> {
                    x.send(OK);
                    x.flood("Set-Cookie: a=b; Path=/\r\n");
                })
                .fault("header: name is the secret", x -> x.send(OK + x.secret() + ": x\r\n" + END))
                .fault("header: name is the form", x -> x.send(OK + x.form() + ": x\r\n" + END))
                .fault("header: value is the secret", x -> x.send(OK + "X: " + x.secret() + "\r\n" + END))
                .fault("header: line without colon", x -> x.send(OK + x.secret() + "\r\n" + END))
                .fault("header: without name", x -> x.send(OK + ": " + x.secret() + "\r\n" + END))
                .fault("header: control characters", x -> x.send(OK + "X\u001b[2J: \u001b[2J\0\r\n" + END))
                .fault("header: bytes beyond ASCII", x -> x.send(OK + "\u00ff\u00fe: \u00ff\r\n" + END))
                .fault(
                        "Location: the secret",
                        x -> x.send("HTTP/1.1 302 X\r\nLocation: https://e.example/" + x.secret()
                                + "\r\nContent-Length: 0\r\n\r\n"))
                .fault(
                        "Location: the secret as host",
                        x -> x.send("HTTP/1.1 307 X\r\nLocation: https://" + x.secret()
                                + ".example/\r\nContent-Length: 0\r\n\r\n"))
                .fault(
                        "Location: long",
                        x -> x.send("HTTP/1.1 308 X\r\nLocation: https://" + "a".repeat(100_000)
                                + "/\r\nContent-Length: 0\r\n\r\n"))
                .fault(
                        "305 to another server as a proxy",
                        x -> x.send("HTTP/1.1 305 X\r\nLocation: " + x.elsewhere() + "\r\nContent-Length: 0\r\n\r\n"))
                .success(
                        "Alt-Svc: another server",
                        x -> x.send(OK + "Alt-Svc: h2=\"" + x.elsewhere().getAuthority() + "\"\r\n" + GRANTED))
                .success(
                        "Refresh: another server",
                        x -> x.send(OK + "Refresh: 0; url=" + x.elsewhere() + "\r\n" + GRANTED))
                .success(
                        "Content-Location and Link: another server",
                        x -> x.send(OK + "Content-Location: " + x.elsewhere() + "\r\nLink: <" + x.elsewhere()
                                + ">; rel=preload\r\n" + GRANTED))
                .success(
                        "Set-Cookie: the secret",
                        x -> x.send(OK + "Set-Cookie: a=" + x.secret() + "; Path=/\r\n" + GRANTED))
                .success("Server: the secret", x -> x.send(OK + "Server: " + x.secret() + "\r\n" + GRANTED))
                .success(
                        "reason phrase of a success: the secret",
                        x -> x.send("HTTP/1.1 200 " + x.secret() + "\r\n" + GRANTED))
                .success(
                        "Date of a success: far away",
                        x -> x.send(OK + "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n" + GRANTED))
                .fault("redirect without Location", x -> x.send("HTTP/1.1 300 X\r\n" + END))
                .fault(
                        "WWW-Authenticate: the secret",
                        x -> x.send("HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"" + x.secret() + "\"\r\n" + END))
                .fault("407", x -> x.send("HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"x\"\r\n" + END))
                .fault("408 to repeat at once", x -> x.send("HTTP/1.1 408 X\r\nRetry-After: 0\r\n" + END))
                .fault("421", x -> x.send("HTTP/1.1 421 X\r\n" + END))
                .fault("503 to repeat at once", x -> x.send("HTTP/1.1 503 X\r\nRetry-After: 0\r\n" + END))
                .fault(
                        "Retry-After: endless digits",
                        x -> x.send("HTTP/1.1 503 X\r\nRetry-After: " + "9".repeat(10_000) + "\r\n" + END))
                .fault("Date: far away", x -> x.send("HTTP/1.1 503 X\r\nDate: Fri, 31 Dec 9999 23:59:59 GMT\r\n" + END))
                .success(
                        "Date: no date",
                        x -> x.send(
                                OK + "Date: " + x.secret() + "\r\nContent-Length: 20\r\n\r\n{\"access_token\":\"t\"}"));
    }
}
