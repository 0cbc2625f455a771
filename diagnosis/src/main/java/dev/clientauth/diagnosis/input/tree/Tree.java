// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.tree;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value as a program prints it: an object, a list or a string.
 *
 * @param kind which of them
 * @param members of an object, in order; a name may occur twice
 * @param items of a list; of an object, the values without a name
 * @param text of a text
 * @param isQuoted whether the string was quoted
 * @param start the offset at which it begins
 * @param end the offset at which it ends
 * @param isClosed whether its closing bracket or quote was found
 */
public record Tree(
        Kind kind,
        List<Member> members,
        List<Tree> items,
        String text,
        boolean isQuoted,
        int start,
        int end,
        boolean isClosed) {
    enum Kind {
        OBJECT,
        LIST,
        TEXT
    }

    public record Member(String name, Tree value) {}

    private static final Set<String> NOTHING = Set.of("null", "None", "nil", "undefined", "NULL", "");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,40}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(?:\\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,3})?");

    public static Tree text(String text, boolean isQuoted, int start, int end, boolean isClosed) {
        return new Tree(Kind.TEXT, List.of(), List.of(), text, isQuoted, start, end, isClosed);
    }

    public static Tree text(String text) {
        return text(text, true, 0, 0, true);
    }

    public static Tree object(List<Member> members, List<Tree> items, int start, int end, boolean isClosed) {
        return new Tree(Kind.OBJECT, members, items, "", false, start, end, isClosed);
    }

    public static Tree list(List<Tree> items, int start, int end, boolean isClosed) {
        return new Tree(Kind.LIST, List.of(), items, "", false, start, end, isClosed);
    }

    public boolean isObject() {
        return kind == Kind.OBJECT;
    }

    public boolean isList() {
        return kind == Kind.LIST;
    }

    public boolean isText() {
        return kind == Kind.TEXT;
    }

    /** Returns whether it is a null value in the language that printed it. */
    public boolean isNothing() {
        return isText() && !isQuoted && NOTHING.contains(text);
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    public boolean hasAny(Set<String> names) {
        return members.stream().anyMatch(m -> names.contains(m.name));
    }

    /** Returns the first member with one of these names, ignoring case. */
    @Nullable
    public Tree get(String... names) {
        for (String name : names) {
            for (Member member : members) {
                if (member.name.equalsIgnoreCase(name)) {
                    return member.value;
                }
            }
        }
        return null;
    }

    /** Returns the string of the first member with one of these names that is a string, or a list of one string. */
    @Nullable
    public String textOf(String... names) {
        for (String name : names) {
            for (Member member : members) {
                String text = member.name.equalsIgnoreCase(name) ? member.value.scalar() : null;
                if (text != null) {
                    return text;
                }
            }
        }
        return null;
    }

    /** Returns the string, or that of a list's only item; null for other and null values. */
    @Nullable
    public String scalar() {
        if (isText()) {
            return isNothing() ? null : text;
        }
        return items.size() == 1 && members.isEmpty() ? items.get(0).scalar() : null;
    }

    /** Returns the value of a claim, with numbers exactly as they were written. */
    @Nullable
    public Object value(String source) {
        if (isObject()) {
            return source.substring(start, end);
        }
        if (isList()) {
            boolean isInWords = items.size() == 1
                    && !items.get(0).isQuoted
                    && items.get(0).isText()
                    && !DECIMAL.matcher(items.get(0).text).matches();
            return isInWords
                    ? source.substring(start, end)
                    : items.stream().map(item -> item.value(source)).toList();
        }
        if (isQuoted) {
            return text;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (NOTHING.contains(text)) {
            return null;
        }
        if (lower.equals("true") || lower.equals("false")) {
            return lower.equals("true");
        }
        if (INTEGER.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        }
        return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : (Object) text;
    }

    /** Never shows the content. */
    @Override
    public String toString() {
        return kind + "[" + start + ".." + end + "]";
    }
}
