// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rewrites the links of a page: those to Markdown files lead to their pages, and what has no page, such as source code,
 * becomes a name without a link.
 */
final class Links extends AbstractVisitor {
    private static final Pattern ABSOLUTE = Pattern.compile("[a-z]+:.*");

    private final Path top;
    private final SitePage page;
    /** The page of each Markdown file and, for the sections of a long file, of each {@code file#anchor}. */
    private final Map<String, String> outputs;

    Links(Path top, SitePage page, Map<String, String> outputs) {
        this.top = top;
        this.page = page;
        this.outputs = outputs;
    }

    @Override
    public void visit(Link link) {
        visitChildren(link);
        String target = link.getDestination();
        if (ABSOLUTE.matcher(target).matches()) {
            return;
        }
        String path = target.replaceFirst("#.*", "");
        Path file = path.isEmpty()
                ? page.source()
                : page.source().resolveSibling(path).normalize();
        String anchor = target.substring(path.length());
        Optional<String> output = output(file, anchor);
        if (output.isPresent()) {
            link.setDestination(page.linkTo(output.get()));
        } else if (Files.exists(top.resolve(file))) {
            replaceByName(link, file);
        } else {
            throw new IllegalArgumentException(page.source() + ": the link " + target + " leads nowhere.");
        }
    }

    private Optional<String> output(Path file, String anchor) {
        Optional<String> section = Optional.ofNullable(outputs.get(file + anchor));
        return section.or(
                () -> Optional.ofNullable(outputs.get(file.toString())).map(output -> output + anchor));
    }

    private static void replaceByName(Link link, Path file) {
        link.insertBefore(html("<span class=\"file\" title=\"" + file + ", in the repository\">"));
        for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
            link.insertBefore(child);
        }
        link.insertBefore(html("</span>"));
        link.unlink();
    }

    private static Node html(String literal) {
        HtmlInline html = new HtmlInline();
        html.setLiteral(literal);
        return html;
    }
}
