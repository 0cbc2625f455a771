// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * The head of an HTTP message and where its body begins.
 *
 * @param headers the headers, unchanged
 * @param faults what could not be read, one clause each
 * @param bodyLine the line after the head
 * @param hasBlankLine whether a blank line ended the head
 */
public record HttpMessage(List<Header> headers, List<String> faults, int bodyLine, boolean hasBlankLine) {
    /** A header as written. */
    public record Header(String name, String value) {
        /** Returns only the name, because the value may be secret. */
        @Override
        public String toString() {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    @Nullable
    public String header(String name) {
        return header(headers, name);
    }

    public static @Nullable String header(List<Header> headers, String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }
}
