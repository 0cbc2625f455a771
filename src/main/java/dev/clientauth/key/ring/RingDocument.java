// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.json.Json;
import dev.clientauth.json.MalformedJsonException;
import dev.clientauth.key.ring.RingKey.State;

import java.net.URI;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The state of a ring as JSON: the contents of {@code ring.json}. */
final class RingDocument {
    private static final int VERSION = 1;
    private static final Pattern FILE = Pattern.compile(RingFiles.KEY_PREFIX + "[A-Za-z0-9_-]{1,100}");

    private RingDocument() {}

    static String write(RingState state) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", VERSION);
        RingSettings settings = state.settings();
        settings.jwkSetUrl().ifPresent(url -> document.put("jwkSetUrl", url.toString()));
        put(document, "cacheLifetimeMillis", settings.cacheLifetime());
        put(document, "keepRetiredMillis", settings.keepRetired());
        put(document, "checkEveryMillis", settings.checkEvery());
        put(document, "observedCacheMillis", state.cacheLifetime());
        state.refusedAt().ifPresent(time -> document.put("refusedAt", time.toString()));
        if (!state.removed().isEmpty()) {
            document.put("removed", state.removed());
        }
        document.put("keys", state.keys().stream().map(RingDocument::write).toList());
        return Json.writeIndented(document);
    }

    private static void put(Map<String, Object> document, String name, Optional<Duration> time) {
        time.ifPresent(value -> document.put(name, value.toMillis()));
    }

    private static Map<String, Object> write(RingKey key) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kid", key.keyId());
        entry.put("state", key.state().name());
        entry.put("since", key.since().toString());
        key.publishedSince().ifPresent(time -> entry.put("publishedSince", time.toString()));
        key.file().ifPresent(file -> entry.put("file", file));
        entry.put("publicJwk", key.publicJwk().toPublicJWK().toJSONObject());
        return entry;
    }

    /**
     * Reads a state.
     *
     * @throws IllegalArgumentException if it is not one; the message says why
     */
    static RingState read(String text) {
        try {
            JsonNode document = Json.parse(text);
            if (document.path("version").asInt() != VERSION) {
                throw new IllegalArgumentException("its version is not " + VERSION);
            }
            List<RingKey> keys = new ArrayList<>();
            for (JsonNode key : document.path("keys")) {
                keys.add(key(key));
            }
            List<String> removed = new ArrayList<>();
            document.path("removed").forEach(thumbprint -> removed.add(thumbprint.asText()));
            return new RingState(
                    keys,
                    duration(document.path("observedCacheMillis")),
                    instant(document.path("refusedAt")),
                    removed,
                    new RingSettings(
                            text(document.path("jwkSetUrl")).map(url -> PublishedSet.checked(URI.create(url))),
                            duration(document.path("cacheLifetimeMillis")),
                            duration(document.path("keepRetiredMillis")),
                            duration(document.path("checkEveryMillis"))));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("it is not valid JSON", e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it has an invalid time", e);
        } catch (ParseException e) {
            throw new IllegalArgumentException("it has an invalid public key", e);
        }
    }

    private static RingKey key(JsonNode key) throws ParseException {
        if (!key.path("publicJwk").isObject()) {
            throw new IllegalArgumentException("a key has no public key");
        }
        JWK jwk = JWK.parse(key.path("publicJwk").toString());
        if (jwk.isPrivate()) {
            throw new IllegalArgumentException("it contains a private key");
        }
        if (!key.path("kid").asText().equals(jwk.getKeyID())) {
            throw new IllegalArgumentException("a key id differs from that of its public key");
        }
        Optional<String> file = text(key.path("file"));
        if (file.isPresent() && !FILE.matcher(file.get()).matches()) {
            throw new IllegalArgumentException("the name of a key file is invalid");
        }
        return new RingKey(
                jwk.getKeyID(),
                State.valueOf(key.path("state").asText()),
                Instant.parse(key.path("since").asText()),
                instant(key.path("publishedSince")),
                Optional.empty(),
                jwk,
                file);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static Optional<Instant> instant(JsonNode node) {
        return text(node).map(Instant::parse);
    }

    private static Optional<Duration> duration(JsonNode node) {
        return node.isNumber() ? Optional.of(Duration.ofMillis(node.asLong())) : Optional.empty();
    }
}
