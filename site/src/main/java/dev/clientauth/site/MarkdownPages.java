// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and renders Markdown as GitHub does: with tables, anchors at headings, and embedded HTML. */
final class MarkdownPages {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(context -> new Tables())
            .build();
    private static final Pattern SECTION_ANCHOR = Pattern.compile("<a id=\"([\\w-]+)\"></a>");

    private MarkdownPages() {}

    static Node parse(String markdown) {
        return PARSER.parse(markdown);
    }

    /** Returns the HTML. Tables and code scroll in boxes of their own, which the keyboard can reach. */
    static String render(Node document) {
        return RENDERER.render(document)
                .replace("<table", "<div class=\"table\" tabindex=\"0\"><table")
                .replace("</table>", "</table></div>")
                .replace("<pre>", "<pre tabindex=\"0\">");
    }

    /** Returns the text of the first heading. */
    static String title(Node document) {
        for (Node node : children(document)) {
            if (node instanceof Heading) {
                return text(node);
            }
        }
        throw new IllegalArgumentException("The page has no heading.");
    }

    /** Returns the text of the first paragraph, or nothing if there is none. */
    static String summary(Node document) {
        return children(document).stream()
                .filter(Paragraph.class::isInstance)
                .findFirst()
                .map(MarkdownPages::text)
                .orElse("");
    }

    /** Moves each section with an anchor of its own, {@code <a id="…"></a>} before the heading, to a new document. */
    static List<Section> split(Node document) {
        List<Section> sections = new ArrayList<>();
        Optional<Section> current = Optional.empty();
        for (Node node : children(document)) {
            Optional<String> anchor = anchor(node);
            if (anchor.isPresent()) {
                current = Optional.of(new Section(anchor.get(), new Document()));
                sections.add(current.get());
                node.unlink();
            } else if (current.isPresent()
                    && isSection(node)
                    && current.get().document().getFirstChild() != null) {
                current = Optional.empty();
            } else if (current.isPresent()) {
                if (node instanceof Heading heading) {
                    heading.setLevel(heading.getLevel() - 1);
                }
                current.get().document().appendChild(node);
            }
        }
        return sections;
    }

    /** A section of a long page, and the anchor by which links refer to it. */
    record Section(String anchor, Node document) {}

    private static Optional<String> anchor(Node node) {
        if (node instanceof HtmlBlock html) {
            Matcher anchor = SECTION_ANCHOR.matcher(html.getLiteral().strip());
            return anchor.matches() ? Optional.of(anchor.group(1)) : Optional.empty();
        }
        // An anchor in a line of its own is a paragraph, because <a> is an inline element.
        if (node instanceof Paragraph && isSection(node.getNext())) {
            Matcher anchor = SECTION_ANCHOR.matcher(RENDERER.render(node).replaceAll("</?p>|\n", ""));
            return anchor.matches() ? Optional.of(anchor.group(1)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isSection(@Nullable Node node) {
        return node instanceof Heading heading && heading.getLevel() == 2;
    }

    static List<Node> children(Node parent) {
        List<Node> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            children.add(node);
        }
        return children;
    }

    /** Returns the text without markup. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
