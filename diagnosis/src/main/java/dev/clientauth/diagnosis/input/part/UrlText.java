// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import dev.clientauth.profile.Field;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the URL that the request was sent to. */
public final class UrlText {
    private static final int MAX_LENGTH = 65_536;
    private static final String PLAIN = "-._~:/?#@!$&'()*+,;=%";

    private static final Pattern TWICE = Pattern.compile("(?i)https?://https?:/{1,2}");

    private UrlText() {}

    public static void read(String text, RequestCollector into) {
        String url = text.strip();
        if (url.isEmpty()) {
            into.note("The URL was left out: paste it to have it checked.");
            return;
        }
        if (url.length() > MAX_LENGTH) {
            into.fault("the URL is longer than " + MAX_LENGTH + " characters");
            return;
        }
        if (TWICE.matcher(url).lookingAt()) {
            into.fault(
                    "the URL begins with https:// twice, so that https is taken for the host: no request reached a server");
            url = url.substring(url.indexOf("//") + 2);
        }
        int query = url.indexOf('?');
        String base = query < 0 ? url : url.substring(0, query);
        String placeholder = Placeholder.in(base);
        if (placeholder != null) {
            into.note(Placeholder.note("The URL", placeholder));
            if (query < 0) {
                return;
            }
            into.leftOut(Field.ENDPOINT);
            url = url.substring(query);
        }
        URI uri = uri(url);
        if (uri == null) {
            uri = uri(encoded(url));
            into.fault(
                    uri == null
                            ? "the URL cannot be read"
                            : "the URL contains a character, such as a space, that must be percent-encoded");
        }
        if (uri != null) {
            into.endpoint(uri);
        }
    }

    /** Returns the URL, with {@code https} if it has no scheme. */
    public static String withScheme(String url, String scheme) {
        return url.isBlank() || url.contains("://") || Placeholder.in(url) != null ? url : scheme + "://" + url;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String encoded(String url) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < url.length(); ) {
            int c = url.codePointAt(i);
            boolean isPlain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            if (isPlain && (c != '%' || isEscape(url, i))) {
                encoded.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(UTF_8)) {
                    encoded.append('%').append(HexFormat.of().toHexDigits(b).toUpperCase(Locale.ROOT));
                }
            }
            i += Character.charCount(c);
        }
        return encoded.toString();
    }

    /** Returns whether each percent sign is followed by two hexadecimal digits. */
    static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(percent + 1))
                && HexFormat.isHexDigit(text.charAt(percent + 2));
    }
}
