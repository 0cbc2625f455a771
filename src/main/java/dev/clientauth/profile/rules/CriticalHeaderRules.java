// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about {@code crit}, the list of extensions that the server must understand (RFC 7515 section 4.1.11). */
public final class CriticalHeaderRules {
    private static final String B64 = "b64";
    private static final String REMEDY =
            "Omit crit, and the extension that it names, in the configuration of the JWT library.";
    private static final int MAX_NAMES = 5;
    /** The members that RFC 7515 section 4.1 defines, which are not extensions. */
    private static final Set<String> STANDARD =
            Set.of("alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit");

    private CriticalHeaderRules() {}

    /**
     * {@code crit} names no extension: no provider documents one, and a server rejects a JWS with an extension that it does
     * not support. The only registered one is {@code b64}, which a JWT must not set to false (RFC 7797 section 7).
     */
    public static Rule noExtension(Citation source) {
        return Rule.must("crit")
                .about(Field.header("crit"))
                .states("The header's crit, if present, does not name an extension that the server has to support.")
                .remedy(REMEDY)
                .source(source)
                .check(Facts.header(), header -> {
                    if (!header.containsKey("crit")) {
                        return Verdict.satisfied();
                    }
                    List<String> names = names(header);
                    if (names == null) {
                        return Verdict.broken("not an array of strings", "no crit");
                    }
                    if (isUnencoded(names, header)) {
                        return Verdict.broken("b64, which is false: a JWT must not use that", "no crit");
                    }
                    List<String> extensions = extensions(names);
                    return Verdict.satisfiedIf(extensions.isEmpty(), shown(extensions), "no crit");
                });
    }

    /** {@code crit} is absent, also if it names no extension: RFC 7515 lets a server accept or reject such a list. */
    public static Rule absent(Citation source) {
        return Rule.must("crit.absent")
                .about(Field.header("crit"))
                .states("The header has no crit.")
                .remedy(REMEDY)
                .source(source)
                .check(Facts.header(), header -> {
                    if (!header.containsKey("crit")) {
                        return Verdict.satisfied();
                    }
                    List<String> names = names(header);
                    return Verdict.broken(
                            names == null
                                    ? "not an array of strings"
                                    : names.isEmpty()
                                            ? "an empty array"
                                            : shown(names) + repetition(names) + missing(names, header),
                            "no crit");
                });
    }

    /** Returns whether an extension that is not supported here may change what is signed. */
    static boolean mayChangeSignature(Map<String, @Nullable Object> header) {
        List<String> names = names(header);
        return names != null
                && (isUnencoded(names, header) || !extensions(names).isEmpty());
    }

    private static boolean isUnencoded(List<String> names, Map<String, @Nullable Object> header) {
        return names.contains(B64) && Boolean.FALSE.equals(header.get(B64));
    }

    private static List<String> extensions(List<String> names) {
        return names.stream()
                .filter(name -> !STANDARD.contains(name) && !name.equals(B64))
                .distinct()
                .toList();
    }

    private static String repetition(List<String> names) {
        return new HashSet<>(names).size() < names.size() ? ", repeated" : "";
    }

    private static String missing(List<String> names, Map<String, @Nullable Object> header) {
        return header.keySet().containsAll(names) ? "" : "; not all of them are in the header";
    }

    private static @Nullable List<String> names(Map<String, @Nullable Object> header) {
        return header.get("crit") instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
                ? list.stream().map(String.class::cast).toList()
                : null;
    }

    private static String shown(List<String> names) {
        String first = String.join(
                ", ", names.stream().limit(MAX_NAMES).map(Redactor::quoted).toList());
        return names.size() > MAX_NAMES ? first + " and " + (names.size() - MAX_NAMES) + " more" : first;
    }
}
