// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Checks the syntax of the members of a successful token response that are used: RFC 6749 section 5.1 and appendix A, RFC
 * 6750 section 2.1.
 *
 * <p>More lenient than the RFCs where providers are: {@code token_type} may be missing or null and is not case-sensitive,
 * and an access token may contain any visible character, not only those of {@code b64token}.
 */
final class MemberSyntax {
    /** No space, because it would end the credentials in the {@code Authorization} header. */
    private static final Pattern ACCESS_TOKEN = Pattern.compile("[\\x21-\\x7E]+");

    private static final Pattern VISIBLE_OR_BLANK = Pattern.compile("[\\x20-\\x7E]*");
    private static final int MAX_TYPE = 40;

    private MemberSyntax() {}

    /**
     * Returns what is wrong, as a noun phrase.
     *
     * @param sanitize makes text from the provider safe to display
     */
    static Optional<String> check(Map<String, Object> members, UnaryOperator<String> sanitize) {
        if (!ACCESS_TOKEN.matcher(String.valueOf(members.get("access_token"))).matches()) {
            return characters("access_token");
        }
        Object type = members.get("token_type");
        if (type != null && !(type instanceof String text && text.equalsIgnoreCase("Bearer"))) {
            return Optional.of("the unsupported token_type " + name(type, sanitize) + "; only Bearer is supported");
        }
        for (String member : new String[] {"scope", "refresh_token", "id_token"}) {
            if (members.get(member) instanceof String text
                    && !VISIBLE_OR_BLANK.matcher(text).matches()) {
                return characters(member);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> characters(String member) {
        return Optional.of("invalid characters in " + member);
    }

    private static String name(Object type, UnaryOperator<String> sanitize) {
        if (!(type instanceof String text)) {
            return "that is not a string";
        }
        String name = sanitize.apply(text);
        return '"'
                + (name.codePointCount(0, name.length()) <= MAX_TYPE
                        ? name
                        : name.substring(0, name.offsetByCodePoints(0, MAX_TYPE)) + "…")
                + '"';
    }
}
