// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the dates in HTTP headers (RFC 9110 section 5.6.7). */
public final class HttpDate {
    private HttpDate() {}

    /** Returns the instant; empty if the text is not a date. */
    public static Optional<Instant> read(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException e) {
            // A malformed date is ignored.
            return Optional.empty();
        }
    }
}
