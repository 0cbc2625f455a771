package dev.clientauth.mock.api;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The part of a list that a request asks for.
 *
 * <p>At most 1000 entries by Apple's page, 100 where the client does not say: Apple's examples show that number. A cursor is
 * opaque; that of Apple's has another content.
 *
 * @param limit how many at most
 * @param from the place of the first, from 0
 */
record DevicePage(int limit, int from) {
    private static final int USUAL_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 1000;
    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,4}");
    private static final Pattern PLACE = Pattern.compile("after:([0-9]{1,9})");

    /** What a {@code limit} says; none for one that is no number from 1 to 1000. */
    static Optional<Integer> limit(Optional<String> parameter) {
        return parameter.isEmpty()
                ? Optional.of(USUAL_LIMIT)
                : parameter
                        .filter(text -> LIMIT.matcher(text).matches())
                        .map(Integer::valueOf)
                        .filter(limit -> limit >= 1 && limit <= HIGHEST_LIMIT);
    }

    /** The place that a {@code cursor} stands for; none for one that was never given out. */
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
            // No base64url, so none of ours.
            return Optional.empty();
        }
    }

    int to(int size) {
        return Math.min(size, from + limit);
    }

    /** The cursor of the next page; none on the last. */
    Optional<String> nextCursor(int size) {
        return to(size) == size
                ? Optional.empty()
                : Optional.of(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(("after:" + to(size)).getBytes(UTF_8)));
    }
}
