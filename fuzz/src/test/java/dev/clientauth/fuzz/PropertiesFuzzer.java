// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.cli.config.Setting;
import dev.clientauth.cli.config.Settings;
import dev.clientauth.cli.shell.UsageException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Reads the properties file of the command line. The secret is a password in it. */
public final class PropertiesFuzzer {
    private static final Path FILE = newFile();

    private PropertiesFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text =
                new String(input, ISO_8859_1).replace("key-password=" + Probe.PLACE, "key-password=" + Probe.SECRET);
        Files.write(FILE, text.getBytes(ISO_8859_1));
        Probe.of(input, UsageException.class).run(() -> {
            Settings settings = Settings.of(Map.of(), Map.of(), FILE.toString());
            settings.get(Setting.PROVIDER);
            return settings;
        });
    }

    private static Path newFile() {
        try {
            Path file = Files.createTempFile("clientauth-fuzz", ".properties");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
