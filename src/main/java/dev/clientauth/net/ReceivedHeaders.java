// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rejects responses that are encoded, or whose length is not a number, before their bodies are read. */
public final class ReceivedHeaders {
    /** The registered content codings (RFC 9110 section 8.4.1); other names are not quoted in messages. */
    private static final Set<String> ENCODINGS =
            Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress");

    private ReceivedHeaders() {}

    /**
     * Checks the values of these headers.
     *
     * @param lengths the values of {@code Content-Length}
     * @param encodings the values of {@code Content-Encoding}
     * @throws IOException if the response cannot be used
     */
    public static void check(List<String> lengths, List<String> encodings, int status) throws IOException {
        for (String length : lengths) {
            if (!length.matches("[0-9]{1,18}")) {
                throw new UnusableResponseException(TransportFault.MALFORMED, 0);
            }
        }
        for (String encoding : encodings) {
            String name = encoding.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !name.equals("identity")) {
                throw new UnusableResponseException(
                        TransportFault.ENCODED,
                        "the response is encoded with " + (ENCODINGS.contains(name) ? name : "something unknown")
                                + ", although the request accepts only identity; it was not decoded",
                        status);
            }
        }
    }
}
