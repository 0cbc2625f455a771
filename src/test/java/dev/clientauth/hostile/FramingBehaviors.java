// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import static dev.clientauth.hostile.HostileExchange.OK;

/** Lengths, chunks, trailers and encodings. */
final class FramingBehaviors {
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String TOKEN = "{\"access_token\":\"t\"}";
    private static final String MALFORMED = "the response is not HTTP/1.1, or is malformed";
    private static final String TOO_LONG = "is longer than 1048576 bytes and was not read";

    private FramingBehaviors() {}

    static void addTo(BehaviorTable table) {
        lengths(table);
        chunks(table);
        trailers(table);
        encodings(table);
    }

    private static void lengths(BehaviorTable table) {
        for (String length :
                new String[] {"-5", "-1", "abc", "+20", "2 0", "0x14", "9999999999999999999999", "20, 21"}) {
            table.fault(
                    "Content-Length: " + length,
                    MALFORMED,
                    x -> x.send(OK + "Content-Length: " + length + "\r\n\r\n" + TOKEN));
        }
        table.fault(
                        "Content-Length: the secret",
                        MALFORMED,
                        x -> x.send(OK + "Content-Length: " + x.secret() + "\r\n\r\n" + TOKEN))
                .fault("Content-Length: empty", x -> x.send(OK + "Content-Length: \r\n\r\n" + TOKEN))
                .either(
                        "Content-Length: two",
                        x -> x.send(OK + "Content-Length: 3\r\nContent-Length: 20\r\n\r\n" + TOKEN))
                .fault("Content-Length: 0", "an empty body", x -> x.send(OK + "Content-Length: 0\r\n\r\n"))
                .fault("Content-Length: too short", x -> x.send(OK + "Content-Length: 10\r\n\r\n" + TOKEN))
                .fault(
                        "Content-Length: too long, then closed",
                        "closed before",
                        x -> x.send(OK + "Content-Length: 100\r\n\r\n" + TOKEN))
                .fault("Content-Length: too long, then silence", "longer than the time", x -> {
                    x.send(OK + "Content-Length: 100\r\n\r\n" + TOKEN);
                    x.stall();
                })
                .fault("Content-Length: 300 MiB, and served", TOO_LONG, x -> {
                    x.send(OK + "Content-Length: 314572800\r\n\r\n");
                    x.flood(" ");
                })
                .fault("Content-Length: 999999999999999999", x -> {
                    x.send(OK + "Content-Length: 999999999999999999\r\n\r\n");
                    x.flood(" ");
                })
                .fault("body without length, endless", TOO_LONG, x -> {
                    x.send(OK + "\r\n");
                    x.flood(" ");
                })
                .success("body without length", x -> x.send(OK + "\r\n" + TOKEN))
                .fault("204 with a length", x -> x.send("HTTP/1.1 204 X\r\nContent-Length: 20\r\n\r\n" + TOKEN))
                .fault("205 with a length", x -> x.send("HTTP/1.1 205 X\r\nContent-Length: 20\r\n\r\n" + TOKEN));
    }

    private static void chunks(BehaviorTable table) {
        table.success("chunks: with an extension", x -> x.send(CHUNKED + "14;a=b\r\n" + TOKEN + "\r\n0\r\n\r\n"))
                .fault("chunks: endless extension", x -> {
                    x.send(CHUNKED + "5;a=");
                    x.flood("x");
                })
                .fault("chunks: endless extension of the last", x -> {
                    x.send(CHUNKED + "14\r\n" + TOKEN + "\r\n0;");
                    x.flood("x");
                })
                .fault("chunks: endless digits of a size", x -> {
                    x.send(CHUNKED);
                    x.flood("0");
                })
                .fault("chunks: endless blanks before a size", x -> {
                    x.send(CHUNKED);
                    x.flood(" ");
                })
                .fault("chunks: endless", TOO_LONG, x -> {
                    x.send(CHUNKED);
                    x.flood("2000\r\n" + " ".repeat(0x2000) + "\r\n");
                })
                .fault("chunks: endless, of one byte", x -> {
                    x.send(CHUNKED);
                    x.flood("1\r\n \r\n");
                })
                .fault("chunks: endless, each with an extension", x -> {
                    x.send(CHUNKED);
                    x.flood("1;" + "x".repeat(1000) + "\r\n \r\n");
                })
                .fault("chunks: no size", x -> x.send(CHUNKED + "\r\n" + TOKEN))
                .fault("chunks: size -5", MALFORMED, x -> x.send(CHUNKED + "-5\r\n" + TOKEN))
                .fault("chunks: size not hexadecimal", MALFORMED, x -> x.send(CHUNKED + "xyz\r\n" + TOKEN))
                .fault("chunks: size beyond 64 bits", MALFORMED, x -> x.send(CHUNKED + "FFFFFFFFFFFFFFFFF\r\n" + TOKEN))
                .fault("chunks: size of 64 bits", x -> x.send(CHUNKED + "FFFFFFFFFFFFFFFF\r\n" + TOKEN))
                .fault("chunks: size is the secret", x -> x.send(CHUNKED + x.secret() + "\r\n" + TOKEN + "\r\n"))
                .fault("chunks: extension is the secret", x -> x.send(CHUNKED + "14" + x.secret() + "\r\n" + TOKEN))
                .fault("chunks: cut off", "closed before", x -> x.send(CHUNKED + "40\r\n" + TOKEN))
                .fault("chunks: without line break", MALFORMED, x -> x.send(CHUNKED + "14\r\n" + TOKEN + "0\r\n\r\n"))
                .fault("chunks: dripping", "longer than the time", x -> {
                    x.send(CHUNKED);
                    x.drip("1\r\n \r\n");
                })
                .either(
                        "chunks and Content-Length",
                        x -> x.send(OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + "14\r\n" + TOKEN
                                + "\r\n0\r\n\r\n"));
    }

    private static void trailers(BehaviorTable table) {
        String body = CHUNKED + "14\r\n" + TOKEN + "\r\n0\r\n";
        table.success("trailers", x -> x.send(body + "X: y\r\n\r\n"))
                .fault("trailers: endless number", x -> {
                    x.send(body);
                    x.flood("X: y\r\n");
                })
                .fault("trailers: endless line", x -> {
                    x.send(body + "X: ");
                    x.flood("y");
                })
                .fault("trailers: the secret without a colon, cut off", x -> x.send(body + x.secret()));
    }

    private static void encodings(BehaviorTable table) {
        for (String encoding : new String[] {"gzip", "x-gzip", "deflate", "br", "zstd", "compress"}) {
            table.fault(
                    "encoding: " + encoding,
                    "encoded with " + encoding,
                    x -> x.send(OK + "Content-Encoding: " + encoding + "\r\n\r\n" + TOKEN));
        }
        table.fault("encoding: gzip header with an endless name", "encoded with gzip", x -> {
                    x.send(OK + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\u0003");
                    x.flood("n");
                })
                .fault("encoding: gzip header with an endless comment", "encoded with gzip", x -> {
                    x.send(OK + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\u0010\0\0\0\0\0\u0003");
                    x.flood("c");
                })
                .fault("encoding: twice", "something unknown", x -> x.send(OK + "Content-Encoding: gzip, gzip\r\n\r\n"))
                .fault(
                        "encoding: the secret",
                        "something unknown",
                        x -> x.send(OK + "Content-Encoding: " + x.secret() + "\r\n\r\n"))
                .success("encoding: identity", x -> x.send(OK + "Content-Encoding: identity\r\n\r\n" + TOKEN))
                .either(
                        "transfer: gzip, chunked",
                        x -> x.send(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n14\r\n" + TOKEN + "\r\n0\r\n\r\n"))
                .either("transfer: unknown", x -> x.send(OK + "Transfer-Encoding: x-mine\r\n\r\n" + TOKEN));
    }
}
