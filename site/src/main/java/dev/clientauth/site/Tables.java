// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.AttributeProvider;

import java.util.List;
import java.util.Map;

/** Marks what the style sheet needs for narrow screens: wide tables, the heading of each cell, and short code. */
final class Tables implements AttributeProvider {
    /** A table with more columns and with sentences in them is shown as a list of records on a narrow screen. */
    private static final int MAX_COLUMNS = 4;

    private static final int MAX_CELL = 60;

    /** Longer code is broken at the end of a line. */
    private static final int MAX_SHORT_CODE = 24;

    @Override
    public void setAttributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof TableBlock && isWide(node)) {
            attributes.put("class", "records");
        } else if (node instanceof TableCell cell && !cell.isHeader()) {
            attributes.put("data-heading", heading(cell));
        } else if (node instanceof Code code && code.getLiteral().length() <= MAX_SHORT_CODE) {
            attributes.put("class", "short");
        }
    }

    private static boolean isWide(Node table) {
        List<Node> rows = MarkdownPages.children(table).stream()
                .flatMap(part -> MarkdownPages.children(part).stream())
                .toList();
        return MarkdownPages.children(rows.get(0)).size() > MAX_COLUMNS
                && rows.stream()
                        .flatMap(row -> MarkdownPages.children(row).stream())
                        .anyMatch(cell -> MarkdownPages.text(cell).length() > MAX_CELL);
    }

    private static String heading(TableCell cell) {
        Node row = cell.getParent();
        Node head = row.getParent().getParent().getFirstChild();
        int column = MarkdownPages.children(row).indexOf(cell);
        return head.getFirstChild() instanceof TableRow headings
                ? MarkdownPages.text(MarkdownPages.children(headings).get(column))
                : "";
    }
}
