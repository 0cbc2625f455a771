// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a path that chooses a fault: {@code /fault/KIND} or {@code /fault/KIND:SECONDS}.
 *
 * @param text the beginning, as sent
 * @param kind the kind of fault
 * @param seconds the number of seconds, if there is one
 */
public record FaultPath(String text, String kind, Optional<String> seconds) {
    private static final Pattern FORMAT = Pattern.compile("/fault/([^/:]*)(?::([^/]*))?(?=/|$)");

    /** Returns the beginning of this path that chooses a fault; empty if it chooses none. */
    public static Optional<FaultPath> of(String path) {
        Matcher fault = FORMAT.matcher(path);
        return fault.lookingAt()
                ? Optional.of(new FaultPath(fault.group(), fault.group(1), Optional.ofNullable(fault.group(2))))
                : Optional.empty();
    }

    /** Returns the path without the beginning that chooses a fault. */
    public static String without(String path) {
        return of(path).map(fault -> path.substring(fault.text().length())).orElse(path);
    }
}
