// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Wrapped;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.key.ring.KeyRingEvent;
import dev.clientauth.key.ring.RingKey;
import dev.clientauth.profile.text.InstantFormat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Prints the keys of a ring, the steps that were performed, and when the next ones are due. */
final class RingReport {
    private static final int NAME_WIDTH = 9;

    private final KeyRing ring;
    private final Path folder;
    private final Clock clock;

    RingReport(KeyRing ring, Path folder, Clock clock) {
        this.ring = ring;
        this.folder = folder;
        this.clock = clock;
    }

    void print(List<KeyRingEvent> events, Output output) {
        if (output.isJson()) {
            json(events, output);
            return;
        }
        events.forEach(event -> output.paragraph(0, event.message()));
        for (RingKey key : ring.keys()) {
            output.entry(
                    key.state().name().toLowerCase(Locale.ROOT),
                    NAME_WIDTH,
                    Wrapped.printable(key.keyId()) + ", since " + InstantFormat.of(key.since()) + state(key)
                            + problem(key));
        }
    }

    /** Returns whether every key with a file can be used; the others are held by the application. */
    boolean isUsable() {
        return ring.keys().stream()
                .noneMatch(key -> key.file().isPresent() && ring.problems().containsKey(key.keyId()));
    }

    private void json(List<KeyRingEvent> events, Output output) {
        ObjectNode document = Output.document();
        document.put("jwkSetUrl", ring.jwkSetUrl().map(Object::toString).orElse(null));
        ArrayNode steps = document.putArray("steps");
        events.forEach(event -> steps.addObject()
                .put("step", event.step().name())
                .put("kid", event.keyId().orElse(null))
                .put("message", event.message()));
        ArrayNode keys = document.putArray("keys");
        for (RingKey key : ring.keys()) {
            keys.addObject()
                    .put("kid", key.keyId())
                    .put("state", key.state().name())
                    .put("since", key.since().toString())
                    .put(
                            "publishedSince",
                            key.publishedSince().map(Object::toString).orElse(null))
                    .put("due", key.due().map(Object::toString).orElse(null))
                    .put("problem", key.file().isPresent() ? ring.problems().get(key.keyId()) : null);
        }
        output.json(document);
    }

    private String problem(RingKey key) {
        String problem = key.file().isPresent() ? ring.problems().get(key.keyId()) : null;
        return problem == null ? "" : "; cannot be used: " + Wrapped.printable(problem);
    }

    private String state(RingKey key) {
        return switch (key.state()) {
            case CURRENT -> "";
            case NEXT ->
                key.publishedSince()
                        .map(time ->
                                "; the URL has returned it since " + InstantFormat.of(time) + due(key, "signs from "))
                        .orElse(
                                ring.jwkSetUrl().isEmpty()
                                        ? "; not activated automatically, because the ring has no URL"
                                        : "; the URL has not returned it yet");
            case RETIRED -> due(key, "published until ");
        };
    }

    private String due(RingKey key, String what) {
        Instant due = key.due().orElseThrow();
        return clock.instant().isBefore(due)
                ? "; " + what + InstantFormat.of(due)
                : "; due since " + InstantFormat.of(due) + ": run clientauth keys rotate " + folder + " --finish";
    }
}
