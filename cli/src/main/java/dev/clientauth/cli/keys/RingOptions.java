// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.ring.KeyRing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** The folder of a key ring and the times of its rotation. */
final class RingOptions {
    @Parameters(paramLabel = "FOLDER", description = "The folder of the key ring.")
    private String folder = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The JWK Set URL that is registered with the provider. The next key signs only after this URL has"
                            + " returned it for long enough. Saved in the folder, like the times below.")
    private @Nullable String url;

    @Option(
            names = "--cache",
            paramLabel = "TIME",
            description =
                    "How long the URL must have returned the next key before it signs; by default as long as its Cache-Control header"
                            + " allows caching, or 29h without one.")
    private @Nullable String cache;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            description = "How long an old key stays published after it has signed for the last time; 1h by default.")
    private @Nullable String keep;

    Path folder() {
        try {
            return Path.of(FileArguments.fileName(folder));
        } catch (InvalidPathException e) {
            throw new UsageException("Not a valid folder: " + folder + ".", e);
        }
    }

    KeyRing.Builder builder(Shell shell) {
        KeyRing.Builder builder =
                KeyRing.directory(folder()).checkEvery(Duration.ZERO).clock(shell.clock());
        if (url != null) {
            builder.jwkSetUrl(ClientSetup.url(url, "--url"));
        }
        if (cache != null) {
            builder.cacheLifetime(TimeArguments.duration("--cache", cache));
        }
        if (keep != null) {
            builder.keepRetired(TimeArguments.duration("--keep", keep));
        }
        return builder;
    }
}
