package dev.clientauth.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Wrapped;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.key.ring.KeyRingEvent;
import dev.clientauth.key.ring.RingKey;
import dev.clientauth.profile.text.InstantFormat;

import java.util.List;
import java.util.Locale;

/** Prints the keys of a ring and the steps that were performed. */
final class RingReport {
    private static final int NAME_WIDTH = 9;

    private RingReport() {}

    static void print(KeyRing ring, List<KeyRingEvent> events, Output output) {
        if (output.isJson()) {
            ObjectNode document = Output.document();
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
                                key.publishedSince().map(Object::toString).orElse(null));
            }
            output.json(document);
            return;
        }
        events.forEach(event -> output.paragraph(0, event.message()));
        for (RingKey key : ring.keys()) {
            output.entry(
                    key.state().name().toLowerCase(Locale.ROOT),
                    NAME_WIDTH,
                    Wrapped.printable(key.keyId()) + ", since " + InstantFormat.of(key.since()) + state(key));
        }
    }

    private static String state(RingKey key) {
        if (key.state() != RingKey.State.NEXT) {
            return "";
        }
        return key.publishedSince()
                .map(time -> "; the URL has returned it since " + InstantFormat.of(time))
                .orElse("; not seen at the URL");
    }
}
