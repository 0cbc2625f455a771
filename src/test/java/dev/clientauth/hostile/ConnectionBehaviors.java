// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import static dev.clientauth.hostile.HostileExchange.OK;
import static dev.clientauth.hostile.HostileExchange.frame;

/** Delays, resets, HTTP/2 instead of HTTP/1.1, and TLS. */
final class ConnectionBehaviors {
    private static final String LATE = "it took longer than the time allowed";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PUSH_PROMISE = 5;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int UNKNOWN = 0x77;
    private static final String PREFACE = frame(SETTINGS, 0, 0, "");

    private ConnectionBehaviors() {}

    static void addTo(BehaviorTable table) {
        times(table);
        http2(table);
        tls(table);
    }

    private static void times(BehaviorTable table) {
        table.fault("silence", LATE, HostileExchange::stall)
                .fault("silence within the status line", LATE, x -> {
                    x.send("HTTP/1.1 2");
                    x.stall();
                })
                .fault("silence within the headers", LATE, x -> {
                    x.send(OK);
                    x.stall();
                })
                .fault("silence within the body", LATE, x -> {
                    x.send(OK + "\r\n{\"access_token\":");
                    x.stall();
                })
                .fault("dripping status line", LATE, x -> x.drip("H"))
                .fault("dripping header", LATE, x -> {
                    x.send(OK + "X: ");
                    x.drip("x");
                })
                .fault("dripping headers", LATE, x -> {
                    x.send(OK);
                    x.drip("X: y\r\n");
                })
                .fault("dripping body", LATE, x -> {
                    x.send(OK + "\r\n");
                    x.drip(" ");
                })
                .fault("reset after the request", HostileExchange::reset)
                .fault("reset within the headers", x -> {
                    x.send(OK);
                    x.reset();
                })
                .fault("reset within the body", x -> {
                    x.send(OK + "Content-Length: 100\r\n\r\n{");
                    x.reset();
                });
    }

    private static void http2(BehaviorTable table) {
        String headers = PREFACE + frame(HEADERS, 0, 1, "\u0088");
        table.fault("HTTP/2: settings, then silence", x -> {
                    x.send(PREFACE);
                    x.stall();
                })
                .fault("HTTP/2: settings without end", x -> x.flood(PREFACE))
                .fault("HTTP/2: pings without end", x -> {
                    x.send(PREFACE);
                    x.flood(frame(PING, 0, 0, "12345678"));
                })
                .fault("HTTP/2: continuations without end", x -> {
                    x.send(headers);
                    x.flood(frame(CONTINUATION, 0, 1, "\u0088".repeat(1000)));
                })
                .fault("HTTP/2: empty continuations without end", x -> {
                    x.send(headers);
                    x.flood(frame(CONTINUATION, 0, 1, ""));
                })
                .fault("HTTP/2: data without end", x -> {
                    x.send(PREFACE + frame(HEADERS, 4, 1, "\u0088"));
                    x.flood(frame(DATA, 0, 1, " ".repeat(16_000)));
                })
                .fault("HTTP/2: window updates without end", x -> {
                    x.send(PREFACE);
                    x.flood(frame(WINDOW_UPDATE, 0, 0, "\0\0\0\u0001"));
                })
                .fault("HTTP/2: promises without end", x -> {
                    x.send(PREFACE);
                    x.flood(frame(PUSH_PROMISE, 4, 1, "\0\0\0\u0002\u0088"));
                })
                .fault(
                        "HTTP/2: the secret as the name of a header",
                        x -> x.send(
                                PREFACE + frame(HEADERS, 5, 1, "\u0088\0\u007f\u00a0\u0007" + x.secret() + "\u0001x")))
                .fault(
                        "HTTP/2: goaway with the secret",
                        x -> x.send(PREFACE + frame(GOAWAY, 0, 0, "\0\0\0\0\0\0\0\0" + x.secret())))
                .fault(
                        "HTTP/2: a faultless success",
                        x -> x.send(PREFACE
                                + frame(SETTINGS, 1, 0, "")
                                + frame(HEADERS, 4, 1, "\u0088")
                                + frame(DATA, 1, 1, "{\"access_token\":\"issued-token-1\"}")))
                .fault("HTTP/2: resets without end", x -> {
                    x.send(PREFACE);
                    x.flood(frame(RST_STREAM, 0, 1, "\0\0\0\b"));
                })
                .fault("HTTP/2: priorities without end", x -> {
                    x.send(PREFACE);
                    x.flood(frame(PRIORITY, 0, 1, "\0\0\0\0\u0010"));
                })
                .fault("HTTP/2: goaways without end", x -> {
                    x.send(PREFACE);
                    x.flood(frame(GOAWAY, 0, 0, "\0\0\0\0\0\0\0\0"));
                })
                .fault("HTTP/2: frames of an unknown type without end", x -> {
                    x.send(PREFACE);
                    x.flood(frame(UNKNOWN, 0, 1, "x".repeat(100)));
                })
                .fault(
                        "HTTP/2: settings with the largest values",
                        x -> x.send(frame(
                                SETTINGS, 0, 0, "\0\u0001\u00ff\u00ff\u00ff\u00ff\0\u0006\u00ff\u00ff\u00ff\u00ff")))
                .fault("HTTP/2: a frame of 16 MiB", x -> {
                    x.send(PREFACE + "\u00ff\u00ff\u00ff\0\0\0\0\0\u0001");
                    x.flood("x");
                })
                .fault("HTTP/2: a header block that grows when it is decoded", x -> {
                    x.send(PREFACE + frame(HEADERS, 0, 1, "\u0088\u0040\u0001a\u007f\u0080\u001f" + "v".repeat(4_000)));
                    x.flood(frame(CONTINUATION, 0, 1, "\u00be".repeat(1000)));
                })
                .fault(
                        "HTTP/2: 101 to h2c, and a faultless success",
                        x -> x.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"
                                + PREFACE + frame(HEADERS, 4, 1, "\u0088")
                                + frame(DATA, 1, 1, "{\"access_token\":\"issued-token-1\"}")))
                .fault("HTTP/2: the client's preface", x -> x.flood("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    }

    private static void tls(BehaviorTable table) {
        table.belowTls("tls: closed in place of a handshake", x -> {})
                .belowTls("tls: reset in place of a handshake", HostileExchange::reset)
                .belowTls("tls: silence in place of a handshake", HostileExchange::stall)
                .belowTls("tls: HTTP in place of a handshake", x -> x.json(400, "{\"error\":\"plain\"}"))
                .belowTls("tls: endless zeros", x -> x.flood("\0"))
                .belowTls("tls: endless text", x -> x.flood("x"))
                .belowTls("tls: endless alerts", x -> x.flood("\u0015\u0003\u0003\0\u0002\u0001\0"))
                .belowTls("tls: endless empty records", x -> x.flood("\u0016\u0003\u0003\0\0"))
                .belowTls("tls: endless handshake message", x -> {
                    x.send("\u0016\u0003\u0003\u0040\0\u0002\u00ff\u00ff\u00ff" + "x".repeat(0x3ffc));
                    x.flood("\u0016\u0003\u0003\u0040\0" + "x".repeat(0x4000));
                })
                .belowTls("tls: a fatal alert", x -> x.send("\u0015\u0003\u0003\0\u0002\u0002\u0050"))
                .tls(HostileTls.UNTRUSTED, "the server's certificate is not trusted")
                .tls(HostileTls.OTHER_HOST, "the server's certificate is for another host name")
                .tls(HostileTls.EXPIRED, "a certificate of the server has expired")
                .tls(HostileTls.NOT_YET_VALID, "a certificate of the server is not valid yet")
                .tls(HostileTls.CLIENT_CERTIFICATE, "")
                .tls(HostileTls.OLD_CIPHER, "the TLS connection failed")
                .tls(HostileTls.HTTP2_ONLY, "the TLS connection failed");
    }
}
