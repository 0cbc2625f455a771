// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.ring.KeyRingEvent.Step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reports files of a ring that others than their owner can read or replace, each once. */
final class ExposedFiles {
    private final RingFiles files;
    private final Set<Path> known = new HashSet<>();

    ExposedFiles(RingFiles files) {
        this.files = files;
    }

    synchronized void report(RingState state, RingReporter report) throws IOException {
        List<Path> found = files.exposed(state);
        known.retainAll(found);
        for (Path file : found) {
            if (known.add(file)) {
                report.event(Step.EXPOSED, keyId(state, file), message(file));
            }
        }
    }

    private static String keyId(RingState state, Path file) {
        return state.keys().stream()
                .filter(key -> key.file().equals(Optional.of(String.valueOf(file.getFileName()))))
                .map(RingKey::keyId)
                .findFirst()
                .orElse("");
    }

    private static String message(Path file) {
        return Files.isDirectory(file)
                ? "Other users of this machine can replace the keys in " + file + ". Set its mode to 0700."
                : "The private key " + file + " can be read by other users of this machine. Set its mode to 0600, and "
                        + "replace the key.";
    }
}
