// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The code blocks of the documentation. */
final class DocumentBlocks {
    private static final Path TOP = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

    private DocumentBlocks() {}

    /**
     * A code block.
     *
     * @param page the file, relative to the top folder
     * @param number counts the blocks of a page in this language, from 1
     */
    record Block(Path page, int number, String code) {
        @Override
        public String toString() {
            return page + ", " + number;
        }
    }

    /** Returns README.md and all of docs. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.walk(TOP.resolve("docs"))) {
            docs.map(TOP::relativize)
                    .filter(doc -> doc.toString().endsWith(".md"))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    static List<Block> in(Path page, String language) throws IOException {
        List<String> found = BLOCK.matcher(Files.readString(TOP.resolve(page)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
        return Stream.iterate(1, number -> number <= found.size(), number -> number + 1)
                .map(number -> new Block(page, number, found.get(number - 1)))
                .toList();
    }

    static List<Block> all(String language) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages()) {
            blocks.addAll(in(page, language));
        }
        return blocks;
    }
}
