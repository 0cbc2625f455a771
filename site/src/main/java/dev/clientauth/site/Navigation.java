// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The list of all pages, in the order of a file with a group in each {@code #} line. Other pages follow, by folder. */
final class Navigation {
    private final Map<String, List<Entry>> groups = new LinkedHashMap<>();

    Navigation(String order, List<SitePage> all) {
        List<SitePage> left =
                new ArrayList<>(all.stream().filter(page -> !page.isPart()).toList());
        String group = "";
        for (String line : order.lines().filter(l -> !l.isBlank()).toList()) {
            if (line.startsWith("# ")) {
                group = line.substring(2);
                continue;
            }
            String[] parts = line.split(" ", 2);
            SitePage page = left.stream()
                    .filter(other -> other.source().toString().equals(parts[0]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no page " + parts[0]));
            left.remove(page);
            add(group, page, parts.length > 1 ? parts[1] : page.title());
        }
        for (SitePage page : left) {
            int slash = page.output().lastIndexOf('/');
            String folder = slash < 0 ? "more" : page.output().substring(0, slash);
            add(folder.substring(0, 1).toUpperCase(Locale.ROOT) + folder.substring(1), page, page.title());
        }
    }

    private void add(String group, SitePage page, String label) {
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(new Entry(page, label));
    }

    /** Returns the list with links relative to this page. */
    String html(SitePage current) {
        StringBuilder html = new StringBuilder();
        groups.forEach((group, entries) -> {
            html.append("<h2>").append(SiteGenerator.escape(group)).append("</h2>\n<ul>\n");
            for (Entry entry : entries) {
                boolean here = entry.page().source().equals(current.source());
                html.append("<li><a href=\"")
                        .append(current.linkTo(entry.page().output()))
                        .append(here ? "\" aria-current=\"page\">" : "\">")
                        .append(SiteGenerator.escape(entry.label()))
                        .append("</a></li>\n");
            }
            html.append("</ul>\n");
        });
        return html.toString();
    }

    private record Entry(SitePage page, String label) {}
}
