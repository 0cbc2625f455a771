// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Checks the pages that the build has just written. */
class SitePagesTest {
    private static final Path SITE = Path.of("target/site");
    private static final Path TOP = Path.of("..");
    private static final Map<String, String> PAGES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(SITE)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
                PAGES.put(SITE.relativize(file).toString(), Files.readString(file));
            }
        }
        assertThat(PAGES).hasSizeGreaterThan(40);
    }

    @Test
    void everyDocumentHasAPageThatEveryPageLinksTo() throws IOException {
        List<String> expected = new ArrayList<>();
        try (Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
            docs.map(doc -> TOP.resolve("docs").relativize(doc).toString())
                    .filter(doc -> doc.endsWith(".md"))
                    .map(doc -> doc.replace(".md", ".html"))
                    .forEach(expected::add);
        }
        assertThat(expected).hasSizeGreaterThan(15);
        PAGES.forEach((page, html) -> assertThat(targets(page, html))
                .as("links of %s", page)
                .containsAll(expected)
                .contains("index.html", "security.html"));
    }

    @Test
    void everyInternalLinkLeadsToAPageAndAnAnchor() {
        List<String> broken = new ArrayList<>();
        PAGES.forEach((page, html) -> links(html)
                .filter(SitePagesTest::isInternal)
                .forEach(link -> {
                    String[] parts = link.split("#", 2);
                    String target = parts[0].isEmpty() ? page : resolve(page, parts[0]);
                    if (!PAGES.containsKey(target)) {
                        broken.add(page + " -> " + link);
                    } else if (parts.length > 1 && !ids(PAGES.get(target)).contains(parts[1])) {
                        broken.add(page + " -> " + link + " (no such anchor)");
                    }
                }));
        assertThat(broken).isEmpty();
    }

    @Test
    void noLinkLeadsToMarkdownAndNothingIsLoadedFromElsewhere() {
        PAGES.forEach((page, html) -> {
            assertThat(links(html).filter(SitePagesTest::isInternal)).as(page).noneMatch(link -> link.contains(".md"));
            assertThat(html).as(page).doesNotContain("<script", "<img", "<iframe", "@import", "style=");
            assertThat(Pattern.compile("<link rel=\"(\\w+)\" href=\"([^\"]*)\"")
                            .matcher(html)
                            .results()
                            .map(found -> found.group(2)))
                    .as(page)
                    .hasSize(2)
                    .allMatch(href -> href.equals("data:,") || href.matches("(\\.\\./)*site\\.css"));
        });
    }

    @Test
    void idsAreUniqueAndEveryPageHasOneTitle() {
        PAGES.forEach((page, html) -> {
            assertThat(Pattern.compile(" id=\"([^\"]+)\"")
                            .matcher(html)
                            .results()
                            .map(MatchResult::group))
                    .as(page)
                    .doesNotHaveDuplicates();
            assertThat(html.split("<h1", -1)).as(page).hasSize(2);
            assertThat(html).as(page).doesNotContain("{body}", "{title}").contains("</html>");
        });
    }

    @Test
    void theRulesOfAProviderAreAPageOfTheirOwn() {
        assertThat(PAGES.get("rules-epic.html"))
                .contains(
                        "<h1 id=\"epic\">Epic</h1>", ">exp.within-five-minutes</code>", "href=\"rules.html#source-1\"")
                .doesNotContain("apple-business.");
        assertThat(PAGES.get("rules.html")).contains("href=\"rules-epic.html\"").doesNotContain("<th>Requirement");
    }

    @Test
    void aSourceFileIsNamedWithoutALink() {
        assertThat(PAGES.get("index.html"))
                .contains(
                        "<span class=\"file\" title=\"examples/quickstart, in the repository\">examples/quickstart</span>");
    }

    @Test
    void aLinkThatLeadsNowhereFailsTheBuild() {
        Path source = Path.of("docs/page.md");
        SitePage page = new SitePage(source, "page.html", "", MarkdownPages.parse("# Page\n\n[other](othr.md)"), false);
        assertThatThrownBy(() -> page.document().accept(new Links(TOP, page, Map.of())))
                .hasMessage("docs/page.md: the link othr.md leads nowhere.");
    }

    private static Set<String> targets(String page, String html) {
        return links(html)
                .filter(SitePagesTest::isInternal)
                .map(link -> link.replaceFirst("#.*", ""))
                .filter(link -> !link.isEmpty())
                .map(link -> resolve(page, link))
                .collect(Collectors.toSet());
    }

    private static String resolve(String page, String link) {
        return Path.of(page).resolveSibling(link).normalize().toString();
    }

    private static boolean isInternal(String link) {
        return !link.matches("[a-z]+:.*");
    }

    private static Stream<String> links(String html) {
        return Pattern.compile("<a [^>]*href=\"([^\"]*)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1));
    }

    private static Set<String> ids(String html) {
        return Pattern.compile(" id=\"([^\"]+)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
