// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Renders README.md, docs and the other documents of the repository as static pages. */
public final class SiteGenerator {
    private static final List<String> TOP_FILES =
            List.of("README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md");

    /** Files of several hundred kilobytes: each section with an anchor becomes a page of its own. */
    private static final List<String> LONG_FILES = List.of("docs/rules.md");

    private static final Pattern HEADING = Pattern.compile("<h2 id=\"([^\"]+)\">(.*?)</h2>");
    private static final int MIN_HEADINGS = 4;

    private final Path top;
    private final String version;
    private final List<SitePage> pages = new ArrayList<>();
    private final Map<String, String> outputs = new HashMap<>();

    private SiteGenerator(Path top, String version) {
        this.top = top;
        this.version = version;
    }

    /**
     * Writes the site.
     *
     * @param args the top folder of the repository, the folder to write to, and the version of the project
     * @throws IOException if a file cannot be read or written
     * @throws IllegalArgumentException if a link leads nowhere; the message names the page
     */
    public static void main(String[] args) throws IOException {
        SiteGenerator site = new SiteGenerator(Path.of(args[0]).normalize(), args[2]);
        site.read();
        site.write(Path.of(args[1]));
    }

    private void read() throws IOException {
        List<Path> sources = new ArrayList<>(TOP_FILES.stream().map(Path::of).toList());
        try (Stream<Path> docs = Files.walk(top.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(top::relativize)
                    .forEach(sources::add);
        }
        for (Path source : sources) {
            var document = MarkdownPages.parse(Files.readString(top.resolve(source)));
            String output = output(source);
            if (LONG_FILES.contains(source.toString())) {
                for (MarkdownPages.Section section : MarkdownPages.split(document)) {
                    String part = output.replace(".html", section.anchor().replaceFirst("^[a-z]+", "") + ".html");
                    outputs.put(source + "#" + section.anchor(), part);
                    pages.add(new SitePage(
                            source, part, MarkdownPages.title(section.document()), section.document(), true));
                }
            }
            outputs.put(source.toString(), output);
            pages.add(new SitePage(source, output, MarkdownPages.title(document), document, false));
        }
    }

    private static String output(Path source) {
        String name = source.toString().replaceFirst("^docs/", "").replaceFirst("\\.md$", ".html");
        return name.equals("README.html") ? "index.html" : name.toLowerCase(Locale.ROOT);
    }

    private void write(Path folder) throws IOException {
        String template = resource("page.html");
        Navigation navigation = new Navigation(resource("pages.txt"), pages);
        for (SitePage page : pages) {
            page.document().accept(new Links(top, page, outputs));
            String body = MarkdownPages.render(page.document());
            Map<String, String> values = Map.of(
                    "title", escape(page.title()),
                    "summary", escape(MarkdownPages.summary(page.document())),
                    "root", page.linkTo(""),
                    "navigation", navigation.html(page),
                    "up", page.isPart() ? up(page) : "",
                    "body", body.replaceFirst("<h2", Matcher.quoteReplacement(contents(body) + "<h2")),
                    "source", page.source().toString(),
                    "version", version);
            String html = Pattern.compile("\\{(\\w+)}")
                    .matcher(template)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            Objects.requireNonNull(values.get(found.group(1)), found.group())));
            Path file = folder.resolve(page.output());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, html);
        }
        Files.writeString(folder.resolve("site.css"), resource("site.css"));
    }

    private String up(SitePage page) {
        SitePage whole = pages.stream()
                .filter(other -> other.source().equals(page.source()) && !other.isPart())
                .findFirst()
                .orElseThrow();
        return "<p class=\"up\"><a href=\"" + whole.output() + "\">" + escape(whole.title()) + "</a></p>";
    }

    /** Returns links to the headings of a page that has several. */
    private static String contents(String body) {
        String links = HEADING.matcher(body)
                .results()
                .map(found -> "<li><a href=\"#" + found.group(1) + "\">" + found.group(2) + "</a></li>")
                .collect(Collectors.joining("\n"));
        return links.lines().count() < MIN_HEADINGS
                ? ""
                : "<nav class=\"contents\" aria-label=\"On this page\">\n<ul>\n" + links + "\n</ul>\n</nav>\n";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SiteGenerator.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
