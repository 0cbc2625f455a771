// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import org.commonmark.node.Node;

import java.nio.file.Path;

/**
 * One page of the site.
 *
 * @param source the Markdown file, relative to the top folder of the repository
 * @param output the HTML file, relative to the folder of the site, with slashes
 * @param title the text of the first heading
 * @param document the contents
 * @param isPart whether this is a section of a long file, which has an overview page
 */
record SitePage(Path source, String output, String title, Node document, boolean isPart) {
    /** Returns the URL of this path of the site, relative to this page. */
    String linkTo(String path) {
        return "../".repeat((int) output.chars().filter(c -> c == '/').count()) + path;
    }
}
