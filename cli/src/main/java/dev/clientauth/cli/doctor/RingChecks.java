// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.key.ring.RingKey;
import dev.clientauth.key.ring.RingKey.State;
import dev.clientauth.profile.text.InstantFormat;
import dev.clientauth.profile.text.Redactor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports the progress of the rotation of a key ring, and checks that the JWK Set URL returns the keys of the ring. */
final class RingChecks {
    private static final String NAME = "rotation";
    private static final Duration LATE = Duration.ofMinutes(5);

    private final KeyRing ring;
    private final Path folder;
    private final Clock clock;
    private final List<Check> checks = new ArrayList<>();

    RingChecks(KeyRing ring, Path folder, Clock clock) {
        this.ring = ring;
        this.folder = folder;
        this.clock = clock;
    }

    /** Checks the folder. */
    List<Check> folder() {
        checks.clear();
        for (RingKey key : ring.keys()) {
            String problem = ring.problems().get(key.keyId());
            if (problem != null && key.file().isPresent()) {
                checks.add(Check.fail(
                        NAME,
                        "key " + Redactor.text(key.keyId()) + " of the ring cannot be used: " + Redactor.text(problem),
                        key.state() == State.NEXT
                                ? "Restore its file, or replace it: clientauth keys rotate " + folder + " --discard"
                                : "Restore its file."));
            }
            key.file()
                    .map(name -> folder.resolve(name).toString())
                    .filter(ClientChecks::isOpenToOthers)
                    .ifPresent(file -> checks.add(Check.warn(
                            "key file",
                            "other users on this machine can read or change " + file,
                            "Run: chmod 600 " + file + ", and replace the key")));
            state(key);
        }
        return List.copyOf(checks);
    }

    private void state(RingKey key) {
        String id = "key " + Redactor.text(key.keyId());
        Optional<Instant> overdue = key.due().filter(time -> time.plus(LATE).isBefore(clock.instant()));
        if (overdue.isPresent()) {
            checks.add(Check.warn(
                    NAME,
                    (key.state() == State.NEXT
                                    ? "next " + id + " should have signed"
                                    : "retired " + id + " should have been removed")
                            + " since " + InstantFormat.of(overdue.get()),
                    "Check that the application runs, or run: clientauth keys rotate " + folder + " --finish"));
            return;
        }
        String since = id + ", since " + InstantFormat.of(key.since());
        switch (key.state()) {
            case CURRENT -> checks.add(Check.ok(NAME, "current " + since));
            case RETIRED ->
                checks.add(Check.ok(
                        NAME,
                        "retired " + since + ", published until "
                                + InstantFormat.of(key.due().orElseThrow())));
            case NEXT -> next(key, "next " + since);
            default -> throw new AssertionError(key.state());
        }
    }

    private void next(RingKey key, String text) {
        if (ring.jwkSetUrl().isEmpty()) {
            checks.add(Check.warn(
                    NAME,
                    text + ", which is not activated automatically, because the ring has no JWK Set URL",
                    "Set the URL with --url, or register the key and run: clientauth keys rotate " + folder
                            + " --now"));
        } else if (key.due().isEmpty()) {
            checks.add(Check.warn(
                    NAME,
                    text + ", which the JWK Set URL has not returned yet",
                    "Publish " + folder.resolve("jwks.json") + " at "
                            + ring.jwkSetUrl().get()));
        } else {
            checks.add(Check.ok(
                    NAME,
                    text + ", signs from " + InstantFormat.of(key.due().get()) + " if the URL keeps returning it"));
        }
    }

    /** Checks that the URL returns the other keys of the ring; the current one is checked with the JWK Set. */
    List<Check> published(URI url, NetworkProbe net) {
        checks.clear();
        ring.jwkSetUrl()
                .filter(known -> !known.equals(url))
                .ifPresent(known -> checks.add(Check.warn(
                        NAME,
                        "the ring checks " + known + ", but " + url + " is configured",
                        "Set the registered URL in both places.")));
        try {
            PublicKeySet set = PublicKeySet.parse(net.get(url).body());
            for (RingKey key : ring.keys()) {
                boolean isThere = set.find(key.keyId()).isPresent();
                if (!isThere && key.state() == State.RETIRED) {
                    checks.add(Check.warn(
                            NAME,
                            "the URL no longer returns retired key " + Redactor.text(key.keyId()),
                            "Publish " + folder.resolve("jwks.json") + ": assertions in flight may be refused."));
                } else if (!isThere && key.state() == State.NEXT) {
                    checks.add(Check.warn(
                            NAME,
                            "the URL does not return next key " + Redactor.text(key.keyId()),
                            "Publish " + folder.resolve("jwks.json") + ". The key does not sign until then."));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // Reported by the checks of the JWK Set.
            return List.copyOf(checks);
        }
        return List.copyOf(checks);
    }
}
