// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The page of a list that a request asks for.
 *
 * <p>A page has at most 1000 entries (Apple's documentation), by default 100 (Apple's examples). A cursor is opaque; Apple's
 * has another content.
 *
 * @param limit the maximum number of entries
 * @param from the index of the first entry
 */
record DevicePage(int limit, int from) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,4}");
    private static final Pattern PLACE = Pattern.compile("after:([0-9]{1,9})");

    /** Returns the value of {@code limit}; empty if it is not a number from 1 to 1000. */
    static Optional<Integer> limit(Optional<String> parameter) {
        return parameter.isEmpty()
                ? Optional.of(DEFAULT_LIMIT)
                : parameter
                        .filter(text -> LIMIT.matcher(text).matches())
                        .map(Integer::valueOf)
                        .filter(limit -> limit >= 1 && limit <= MAX_LIMIT);
    }

    /** Returns the index that a {@code cursor} stands for; empty if it was not issued here. */
    static Optional<Integer> place(Optional<String> parameter, int size) {
        if (parameter.isEmpty()) {
            return Optional.of(0);
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(parameter.get()), UTF_8);
            Matcher place = PLACE.matcher(text);
            return place.matches() && Integer.parseInt(place.group(1)) < size
                    ? Optional.of(Integer.valueOf(place.group(1)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not base64url, so it was not issued here.
            return Optional.empty();
        }
    }

    int to(int size) {
        return Math.min(size, from + limit);
    }

    /** Returns the cursor of the next page; empty on the last. */
    Optional<String> nextCursor(int size) {
        return to(size) == size
                ? Optional.empty()
                : Optional.of(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(("after:" + to(size)).getBytes(UTF_8)));
    }
}
