// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import java.net.URLDecoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads an {@code error_uri}, whose last URN or path segment is the error; the rest is constant. */
public final class ErrorUri {
    private static final Pattern LAST_NAME =
            Pattern.compile("(?:urn:[\\w.:-]*:|/)([A-Za-z][A-Za-z_-]{3,60})(?=[/?#]|$)");

    private ErrorUri() {}

    /** Returns the name of the error, such as {@code invalid-tenant}; empty if the URI has no such name. */
    public static Optional<String> name(String uri) {
        String plain;
        try {
            plain = URLDecoder.decode(uri, UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            plain = uri;
        }
        Matcher names = LAST_NAME.matcher(plain);
        Optional<String> last = Optional.empty();
        while (names.find()) {
            if (plain.charAt(names.start()) == 'u') {
                return Optional.of(names.group(1));
            }
            last = Optional.of(names.group(1));
        }
        return last;
    }
}
