// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.json.Json;
import dev.clientauth.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a JWK Set that a client publishes, and reports what is wrong with it. */
final class JwkSetReader {
    /** More than any client needs; further keys are ignored. */
    private static final int MAX_KEYS = 100;

    private JwkSetReader() {}

    /** Reads a response body. Unreadable keys are ignored, as RFC 7517 section 5 requires. */
    static JwkSetResponse read(String text, Optional<Duration> freshFor) {
        JsonNode members;
        try {
            members = Json.parse(text).path("keys");
        } catch (MalformedJsonException e) {
            members = MissingNode.getInstance();
        }
        if (!members.isArray()) {
            return JwkSetResponse.failed(
                    "The response from the JWK Set URL is not a JWK Set: it must be JSON, {\"keys\":[...]}.");
        }
        List<JWK> usable = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < Math.min(MAX_KEYS, members.size()); i++) {
            JWK key = key(members.get(i));
            if (key == null) {
                notes.add("A published key is not used: it is not a JWK of a known type with all its members.");
            } else if (key.isPrivate()) {
                notes.add("The published key " + name(key)
                        + " has private members and is not used. Anyone could have fetched the private key: create a new one,"
                        + " and publish only its public key.");
            } else if (PublicKeys.unusable(key).isPresent()) {
                notes.add("The published key " + name(key) + " "
                        + PublicKeys.unusable(key).get() + " and is not used.");
            } else {
                usable.add(key);
            }
        }
        if (usable.isEmpty()) {
            notes.add("The JWK Set has no public key that could be used.");
        }
        return new JwkSetResponse(Optional.of(List.copyOf(usable)), freshFor, List.copyOf(notes));
    }

    private static @Nullable JWK key(JsonNode member) {
        if (!member.isObject()) {
            return null;
        }
        try {
            JWK key = JWK.parse(member.toString());
            return PublicKeys.isNumbers(key) ? key : null;
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }

    /** Returns a key's {@code kid} in quotes, cut if it is long. */
    static String name(JWK key) {
        return key.getKeyID() == null ? "without kid" : quoted(key.getKeyID());
    }

    static String quoted(String kid) {
        int maxLength = 100;
        return "\"" + (kid.length() > maxLength ? kid.substring(0, maxLength) + "…" : kid) + "\"";
    }
}
