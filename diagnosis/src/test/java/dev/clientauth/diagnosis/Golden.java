// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Reports that are stored, reviewed and compared. */
public final class Golden {
    private static final boolean REGENERATES = System.getProperty("regenerate") != null;

    private Golden() {}

    /** Fails unless the file contains this text. If the system property {@code regenerate} is set, writes the file first. */
    public static void assertKept(Path file, String text) throws IOException {
        if (REGENERATES) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s; to regenerate it, see CONTRIBUTING.md", file)
                .isEqualTo(text);
    }
}
