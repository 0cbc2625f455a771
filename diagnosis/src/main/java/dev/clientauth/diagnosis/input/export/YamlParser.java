// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.tree.LooseParser;
import dev.clientauth.diagnosis.input.tree.Tree;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the subset of YAML that configurations and recorded requests use: maps, lists, strings. */
public final class YamlParser {
    private static final int MAX_DEPTH = 40;
    private static final Pattern MEMBER = Pattern.compile(
            "(?:\"([^\"]{1,120})\"|'([^']{1,120})'|([A-Za-z_$/.*0-9][\\w ./$*@-]{0,120}?))[ \\t]*+:(?:[ \\t]++(.*)|[ \\t]*+)",
            Pattern.DOTALL);
    private static final Pattern OPENS = Pattern.compile("\\s{0,60}(?:- )?[\\w\"'./-]{1,80}:\\s*+");
    private static final Pattern BLOCK = Pattern.compile("[|>][-+0-9]{0,3}");
    private static final Pattern COMMENT = Pattern.compile("\\s#.*$");

    private final CleanText text;
    private int line;

    private YamlParser(CleanText text, int line) {
        this.text = text;
        this.line = line;
    }

    /** The value that was read, and the line after it. */
    public record Block(Tree tree, int next) {}

    /** Returns the block that begins on this line with a name and has its value below; null if there is none. */
    public static @Nullable Block at(CleanText text, int line) {
        if (!OPENS.matcher(text.line(line)).matches()) {
            return null;
        }
        int below = line + 1;
        while (below < text.size() && text.line(below).isBlank()) {
            below++;
        }
        String next = text.line(below);
        boolean isList = next.stripLeading().startsWith("- ");
        boolean isNested =
                indent(next) > indent(text.line(line)) || (isList && indent(next) == indent(text.line(line)));
        if (below - line > 2
                || !isNested
                || !(isList || MEMBER.matcher(next.strip()).matches())) {
            return null;
        }
        YamlParser parser = new YamlParser(text, line);
        Tree tree = parser.block(indent(text.line(line)), 0);
        return new Block(tree, Math.max(line + 1, parser.line));
    }

    private static int indent(String line) {
        int at = 0;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private Tree block(int indent, int depth) {
        List<Tree.Member> members = new ArrayList<>();
        List<Tree> items = new ArrayList<>();
        int start = line;
        while (skipBlank() && depth < MAX_DEPTH) {
            String content = text.line(line);
            if (indent(content) != indent) {
                break;
            }
            String bare = content.strip();
            if (bare.startsWith("- ") || bare.equals("-")) {
                items.add(item(content, indent, depth));
                continue;
            }
            Matcher member = MEMBER.matcher(bare);
            if (!member.matches() || (!items.isEmpty() && members.isEmpty())) {
                break;
            }
            line++;
            members.add(member(member, indent, depth));
        }
        line = Math.max(line, start + 1);
        return items.isEmpty() ? Tree.object(members, List.of(), 0, 0, true) : Tree.list(items, 0, 0, true);
    }

    private boolean skipBlank() {
        while (line < text.size()
                && (text.line(line).isBlank() || text.line(line).stripLeading().startsWith("# "))) {
            line++;
        }
        return line < text.size();
    }

    private Tree item(String content, int indent, int depth) {
        String rest = content.strip().equals("-") ? "" : content.strip().substring(2);
        Matcher member = MEMBER.matcher(rest.strip());
        line++;
        if (rest.isBlank()) {
            return skipBlank() && indent(text.line(line)) > indent
                    ? block(indent(text.line(line)), depth + 1)
                    : Tree.text("");
        }
        if (!member.matches() || (rest.startsWith("\"") && rest.endsWith("\""))) {
            return scalar(rest);
        }
        // The first member is after the dash; the others are below it.
        int inner = indent + 2 + indent(rest);
        List<Tree.Member> members = new ArrayList<>();
        members.add(member(member, inner, depth + 1));
        if (skipBlank()
                && indent(text.line(line)) == inner
                && !text.line(line).strip().startsWith("- ")) {
            members.addAll(block(inner, depth + 1).members());
        }
        return Tree.object(members, List.of(), 0, 0, true);
    }

    private Tree.Member member(Matcher member, int indent, int depth) {
        String name =
                member.group(1) != null ? member.group(1) : member.group(2) != null ? member.group(2) : member.group(3);
        String rest = member.group(4) == null ? "" : member.group(4).strip();
        return new Tree.Member(name, value(rest, indent, depth));
    }

    private Tree value(String rest, int indent, int depth) {
        if (BLOCK.matcher(rest).matches()) {
            return literal(indent);
        }
        if (!rest.isEmpty() && !rest.startsWith("#") && !rest.startsWith("&")) {
            return scalar(rest);
        }
        if (!skipBlank()) {
            return Tree.text("");
        }
        String next = text.line(line);
        boolean isList = next.stripLeading().startsWith("- ") && indent(next) >= indent;
        return indent(next) > indent || isList ? block(indent(next), depth + 1) : Tree.text("");
    }

    private Tree literal(int indent) {
        StringBuilder lines = new StringBuilder();
        while (line < text.size() && (text.line(line).isBlank() || indent(text.line(line)) > indent)) {
            lines.append(lines.isEmpty() ? "" : "\n").append(text.line(line).strip());
            line++;
        }
        return Tree.text(lines.toString().strip());
    }

    private static Tree scalar(String rest) {
        char first = rest.charAt(0);
        if (first == '"' || first == '\'' || first == '{' || first == '[') {
            Tree tree = LooseParser.parse(rest);
            if (tree != null && tree.isClosed()) {
                return tree;
            }
        }
        String bare = COMMENT.matcher(rest).replaceFirst("").strip();
        return Tree.text(bare, false, 0, 0, true);
    }
}
