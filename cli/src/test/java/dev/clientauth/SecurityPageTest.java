// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that the tests exist that the threat model in SECURITY.md names. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+Test)`");

    @Test
    void everyNamedTestExists() throws IOException {
        Set<String> named = TEST.matcher(Files.readString(ROOT.resolve("SECURITY.md")))
                .results()
                .map((MatchResult match) -> match.group(1) + ".java")
                .collect(Collectors.toSet());
        Set<String> existing;
        try (Stream<Path> files = Files.walk(ROOT)) {
            existing = files.filter(file -> !file.toString().contains("/target/"))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        }

        assertThat(named).hasSizeGreaterThan(40);
        assertThat(existing).containsAll(named);
    }
}
