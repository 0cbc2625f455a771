// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import dev.clientauth.site.DocumentBlocks.Block;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The Java code in README.md and docs compiles")
class DocumentCodeTest {
    /** Its programs need libraries of their own, such as HAPI FHIR; the test of the recipes compiles and runs them. */
    private static final Path RECIPES = Path.of("docs/recipes.md");

    @TempDir
    private Path output;

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void theCodeCompiles(Block block) throws IOException {
        assertThat(new JavaSnippet(block).errors(output))
                .as(
                        "%s does not compile. What the reader has at this point belongs in %s.",
                        block, JavaSnippet.context(block))
                .isEmpty();
    }

    static List<Block> blocks() throws IOException {
        return DocumentBlocks.all("java").stream()
                .filter(block -> !block.page().equals(RECIPES))
                .toList();
    }

    @Test
    void thereIsCode() throws IOException {
        assertThat(blocks()).hasSizeGreaterThan(25);
    }

    @Test
    void codeThatDoesNotMatchTheLibraryIsReported() throws IOException {
        Block block =
                new Block(Path.of("docs/mock.md"), 1, "SigningKey key = SigningKey.loaded(Path.of(\"key.pem\"));\n");
        assertThat(new JavaSnippet(block).errors(output))
                .singleElement()
                .asString()
                .contains("loaded");
    }
}
