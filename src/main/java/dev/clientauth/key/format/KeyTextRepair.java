// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reverses the changes that editors, mail, web pages and word processors make to a key: long dashes, special spaces, HTML entities, percent
 * encoding, RTF, quoted-printable.
 *
 * <p>Every pattern takes time linear in the text.
 */
final class KeyTextRepair {

    private static final String DASH = "[\\p{Pd}\\u2212]";

    /** A PEM boundary with any dashes, more or fewer than five. */
    private static final Pattern BOUNDARY =
            Pattern.compile(DASH + "{1,7}[ \\t]{0,2}(BEGIN|END) {1,3}([A-Z0-9][A-Za-z0-9 ]{2,60}?) {0,2}(?:" + DASH
                    + "{1,7}(?!" + DASH + ")|" + DASH + "{5})");

    /** A PEM boundary without its dashes. */
    private static final Pattern BARE_BOUNDARY = Pattern.compile(
            DASH + "{0,5} {0,2}\\b(BEGIN|END) ([A-Z]{0,12} ?(?:PRIVATE KEY|PUBLIC KEY|CERTIFICATE))(?=[\\s\\\\]|$)");

    private static final Pattern UNUSUAL_SPACE = Pattern.compile("[\\p{Zs}&&[^ ]]");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,5})|#[xX]([0-9A-Fa-f]{1,4})|([a-z]{2,6}));");
    private static final Map<String, String> NAMED =
            Map.of("quot", "\"", "amp", "&", "nbsp", " ", "apos", "'", "lt", "<", "gt", ">", "plus", "+", "sol", "/");
    private static final Pattern PERCENT_ENCODED = Pattern.compile("BEGIN(?:\\+|%20)[A-Z]");
    private static final Pattern TAG = Pattern.compile("</?(?:br|p|div|span|pre|code|li)\\b[^<>]{0,200}>");
    private static final Pattern RTF_BREAK = Pattern.compile("\\\\(?:par|line)\\b ?|\\\\(?=\\r?\\n)");
    private static final Pattern RTF_CONTROL = Pattern.compile("\\\\(?:'[0-9a-fA-F]{2}|[a-z]{1,32}-?\\d{0,10} ?)");
    private static final Pattern DIFF = Pattern.compile("(?m)^\\+" + DASH + "{4,5}BEGIN ");
    private static final Pattern SOFT_BREAK = Pattern.compile("=\\r?\\n(?=[A-Za-z0-9+/])");

    private KeyTextRepair() {}

    static String repair(String text) {
        String repaired =
                INVISIBLE.matcher(UNUSUAL_SPACE.matcher(text).replaceAll(" ")).replaceAll("");
        if (repaired.stripLeading().startsWith("{\\rtf")) {
            repaired = RTF_BREAK.matcher(repaired).replaceAll("\n");
            repaired = RTF_CONTROL
                    .matcher(repaired)
                    .replaceAll("")
                    .replace("}", "")
                    .replace("{", "");
        }
        if (PERCENT_ENCODED.matcher(repaired).find()) {
            repaired = percentDecoded(repaired);
        }
        if (repaired.indexOf('&') >= 0) {
            repaired = ENTITY.matcher(repaired).replaceAll(KeyTextRepair::character);
        }
        if (!repaired.contains("BEGIN ")) {
            return repaired;
        }
        if (repaired.indexOf('<') >= 0) {
            repaired = TAG.matcher(repaired).replaceAll("\n");
        }
        if (DIFF.matcher(repaired).find()) {
            repaired = repaired.replaceAll("(?m)^\\+", "");
        }
        // One alone is the padding of a key whose next line is prefixed.
        if (repaired.contains("=3D")
                || SOFT_BREAK.matcher(repaired).results().limit(2).count() == 2) {
            repaired = SOFT_BREAK.matcher(repaired).replaceAll("").replace("=3D", "=");
        }
        repaired = BOUNDARY.matcher(repaired).replaceAll("-----$1 $2-----");
        return PemBlock.in(repaired)
                ? repaired
                : BARE_BOUNDARY.matcher(repaired).replaceAll("-----$1 $2-----");
    }

    private static String percentDecoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that encodes nothing: then the text is read as it is.
            return text;
        }
    }

    private static String character(java.util.regex.MatchResult entity) {
        String named = entity.group(3);
        if (named != null) {
            return Matcher.quoteReplacement(NAMED.getOrDefault(named, entity.group()));
        }
        int code = entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        return Matcher.quoteReplacement(code <= Character.MAX_VALUE ? String.valueOf((char) code) : "");
    }
}
