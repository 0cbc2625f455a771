// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the files of the page from the class path. */
final class PageFiles {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}\\.(?:html|css|js|txt|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "txt", "text/plain;charset=UTF-8",
            "svg", "image/svg+xml");

    /** A file with its media type. */
    record PageFile(String type, String content) {}

    private PageFiles() {}

    /** Returns the file of this name, if there is one. */
    static Optional<PageFile> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream("/dev/clientauth/mock/page/" + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new PageFile(
                            TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"),
                            new String(in.readAllBytes(), UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
