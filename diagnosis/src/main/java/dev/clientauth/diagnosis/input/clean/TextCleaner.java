// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes what terminals, web pages and editors add to a whole text: colors, HTML entities, Markdown fences, invisible
 * characters, the line endings of other systems. The first stage of reading.
 */
public final class TextCleaner {
    private static final Pattern COLOR =
            Pattern.compile("(?:\u001b|\\^\\[|\\\\x1[bB]|\\\\u001[bB]|\\\\033|\\\\e|\u241b)\\[[0-9;?]{0,20}+[A-Za-z]"
                    + "|\\[(?:[0-9]{1,3};){0,4}[0-9]{1,3}m");
    private static final Pattern INVISIBLE = Pattern.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]");
    private static final Pattern FENCE = Pattern.compile("(?m)^[ \\t>]{0,12}+(?:```|~~~)[\\w{}. -]{0,40}+$");
    private static final Pattern TAG =
            Pattern.compile("</?(?:pre|code|p|br|div|span|blockquote)(?: [^<>\\n]{0,200}+)?/?>");
    private static final Pattern ENTITY =
            Pattern.compile("&(amp|quot|lt|gt|apos|nbsp|#0?39|#x27|#34|#38|#x2[Ff]|#61|#x3[Dd]);");
    private static final List<String> COLORED =
            List.of("\u001b", "^[[", "\\x1b", "\\x1B", "\\u001b", "\\u001B", "\\033", "\\e[", "\u241b", "[0m");
    private static final List<String> TAGS = List.of("<pre", "<code", "</", "<br", "<p", "<div", "<span");
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("amp", "&"),
            Map.entry("#38", "&"),
            Map.entry("quot", "\""),
            Map.entry("#34", "\""),
            Map.entry("lt", "<"),
            Map.entry("gt", ">"),
            Map.entry("apos", "'"),
            Map.entry("#39", "'"),
            Map.entry("#039", "'"),
            Map.entry("#x27", "'"),
            Map.entry("nbsp", " "),
            Map.entry("#x2f", "/"),
            Map.entry("#61", "="),
            Map.entry("#x3d", "="));
    private static final String DECODED =
            "HTML entities such as &amp; were decoded. If the request contained them, they are an error.";

    private TextCleaner() {}

    /**
     * Returns the text without them.
     *
     * @param notes receives a note when something was removed that may have been sent
     */
    public static String clean(String text, Consumer<String> notes) {
        String lines =
                text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        String visible = lines.chars().anyMatch(c -> c >= 0xad)
                ? INVISIBLE.matcher(lines).replaceAll("")
                : lines;
        boolean isColored = COLORED.stream().anyMatch(visible::contains);
        String plain = isColored ? COLOR.matcher(visible).replaceAll("") : visible;
        plain = plain.replace('\u00a0', ' ').replace('\u202f', ' ').replace("\u2028", "\n");
        plain = plain.contains("```") || plain.contains("~~~")
                ? FENCE.matcher(plain).replaceAll("")
                : plain;
        return withoutHtml(plain, notes).strip();
    }

    private static String withoutHtml(String text, Consumer<String> notes) {
        if (text.indexOf('&') < 0 && text.indexOf('<') < 0) {
            return text;
        }
        Matcher entity = ENTITY.matcher(text);
        boolean hasEntities = entity.find();
        String untagged =
                TAGS.stream().anyMatch(text::contains) ? TAG.matcher(text).replaceAll("") : text;
        if (!hasEntities) {
            return untagged;
        }
        notes.accept(DECODED);
        return ENTITY.matcher(untagged)
                .replaceAll(found -> Matcher.quoteReplacement(
                        MEANT.getOrDefault(found.group(1).toLowerCase(Locale.ROOT), found.group())));
    }
}
