// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.core.FaultKinds;
import dev.clientauth.mock.core.FaultQueue;
import dev.clientauth.mock.core.PendingFault;
import dev.clientauth.mock.text.JsonDocument;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and writes a fault in the form of the JSON API. */
final class FaultDocument {
    static final String ROTATE_KEYS = "rotate-keys";

    private static final String[] MEMBERS = {"kind", "provider", "seconds", "times", "forSeconds"};
    private static final long MAX_TIMES = 1000;
    private static final long MAX_SECONDS = 86_400;

    private FaultDocument() {}

    /** Reads a fault and adds it to the pending ones. */
    static PendingFault add(JsonDocument document, RoutedProviders providers, FaultQueue faults) {
        document.only(MEMBERS);
        Optional<String> provider =
                document.text("provider").map(name -> providers.require(name).id());
        Fault fault = FaultKinds.find(document.requiredText("kind"), seconds(document, "seconds"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown kind of fault; the kinds are " + FaultKinds.SHOWN + ", " + ROTATE_KEYS + "."));
        Optional<Duration> lasting = seconds(document, "forSeconds");
        Optional<Long> times = document.number("times");
        if (lasting.isPresent() && times.isPresent()) {
            throw new IllegalArgumentException("Provide either \"times\" or \"forSeconds\", not both.");
        }
        if (lasting.isPresent()) {
            return faults.during(provider, lasting.get(), fault);
        }
        boolean staysUntilCleared = fault instanceof Fault.KeyNotSynced || fault instanceof Fault.KeyReplaced;
        if (times.isEmpty() && staysUntilCleared) {
            return faults.untilCleared(provider, fault);
        }
        long count = times.orElse(1L);
        if (count < 1 || count > MAX_TIMES) {
            throw new IllegalArgumentException("\"times\" must be from 1 to " + MAX_TIMES + ".");
        }
        return faults.next(provider, (int) count, fault);
    }

    private static Optional<Duration> seconds(JsonDocument document, String name) {
        return document.number(name).map(seconds -> {
            if (seconds < 0 || seconds > MAX_SECONDS) {
                throw new IllegalArgumentException("\"" + name + "\" must be from 0 to " + MAX_SECONDS + " seconds.");
            }
            return Duration.ofSeconds(seconds);
        });
    }

    /** Returns a pending fault as JSON. */
    static Map<String, Object> write(PendingFault pending) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", String.valueOf(pending.id()));
        members.put("kind", pending.fault().kind());
        pending.provider().ifPresent(provider -> members.put("provider", provider));
        if (pending.fault() instanceof Fault.Slow slow) {
            members.put("seconds", slow.delay().toSeconds());
        } else if (pending.fault() instanceof Fault.Status status) {
            status.retryAfter().ifPresent(wait -> members.put("seconds", wait.toSeconds()));
        }
        pending.times().ifPresent(times -> members.put("times", times));
        pending.until().ifPresent(until -> members.put("until", until.toString()));
        return members;
    }
}
