// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import java.util.Locale;

/**
 * A request target as a URL. Characters that no URL may hold are percent-encoded, so that a request with a mistyped URL is
 * recorded and refused like any other, and not lost.
 */
public final class RequestTarget {
    private static final String LEGAL = "-._~!$&'()*+,;=:@/?#%";

    private RequestTarget() {}

    /** Returns the target with every illegal character of its path and query percent-encoded. */
    public static String escaped(String target) {
        int authority = target.indexOf("://");
        int path = target.startsWith("/") || authority < 0 ? 0 : target.indexOf('/', authority + 3);
        if (path < 0) {
            return target;
        }
        StringBuilder escaped = new StringBuilder(target.substring(0, path));
        for (int i = path; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean isEscape = c == '%' && i + 2 < target.length() && isHex(target, i + 1) && isHex(target, i + 2);
            if (isEscape || (c != '%' && isLegal(c))) {
                escaped.append(c);
            } else {
                // The target was read as ISO 8859-1: a character is a byte.
                escaped.append(String.format(Locale.ROOT, "%%%02X", c & 0xFF));
            }
        }
        return escaped.toString();
    }

    private static boolean isLegal(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || LEGAL.indexOf(c) >= 0;
    }

    private static boolean isHex(String text, int index) {
        return Character.digit(text.charAt(index), 16) >= 0;
    }
}
