// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.inspect;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.crypto.KeyNote;
import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.format.JwkMembers;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the public keys of a JWK or a JWK Set, each with the remarks that its publisher should see. */
final class JwkSetInspection {

    private static final KeyNote PUBLISHED = new KeyNote(
            "private members in a JWK Set",
            "If this set was published, the key is compromised: revoke it and generate a new one. Publish only the public"
                    + " half, which \"keys jwks\" prints.");

    private JwkSetInspection() {}

    /**
     * Returns the keys in order.
     *
     * @throws KeyFormatException if none is usable: the reason of the first
     */
    static List<InspectedKey> read(Map<String, Object> document) {
        if (!(document.get("keys") instanceof List<?> members)) {
            return List.of(InspectedKey.of(VerificationKey.of(JwkMembers.of(document), List.of())));
        }
        Map<String, Integer> keyIds = keyIds(members);
        List<InspectedKey> keys = new ArrayList<>();
        members.forEach(member -> keys.add(inspect(member, keyIds)));
        if (keys.stream().noneMatch(key -> key.key().isPresent())) {
            throw keys.stream()
                    .flatMap(key -> key.refusal().stream())
                    .findFirst()
                    .orElseGet(JwkSetInspection::empty);
        }
        return List.copyOf(keys);
    }

    private static KeyFormatException empty() {
        return new KeyFormatException(
                null,
                "a JWK Set without a key",
                PublicKeyReader.EXPECTED,
                "Publish the public half of the key that signs: \"keys jwks\" prints it.",
                null);
    }

    private static Map<String, Integer> keyIds(List<?> members) {
        Map<String, Integer> counts = new HashMap<>();
        for (Object member : members) {
            if (member instanceof Map<?, ?> jwk && jwk.get("kid") instanceof String keyId) {
                counts.merge(keyId, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static InspectedKey inspect(@Nullable Object member, Map<String, Integer> keyIds) {
        if (!(member instanceof Map<?, ?> json)) {
            return InspectedKey.refused(
                    new KeyFormatException(
                            null,
                            "a member of \"keys\" that is not a JSON object",
                            "a JWK",
                            "Write each key as a JSON object with \"kty\".",
                            null),
                    null,
                    null);
        }
        JwkMembers jwk = JwkMembers.of(json);
        try {
            List<KeyNote> notes = new ArrayList<>();
            if (jwk.isPrivate()) {
                notes.add(PUBLISHED);
            }
            if (jwk.string("kid").isEmpty()) {
                notes.add(new KeyNote(
                        "no kid", "Give each key of the set an id; the kid header of an assertion refers to it."));
            }
            jwk.string("kid")
                    .map(keyId -> keyIds.getOrDefault(keyId, 0))
                    .filter(count -> count > 1)
                    .ifPresent(count -> notes.add(new KeyNote(
                            "duplicate kid: " + count + " keys of this set have it",
                            "Give each key its own kid; a provider may select the wrong one, or refuse the set.")));
            return InspectedKey.of(VerificationKey.of(jwk, notes));
        } catch (UnusableKeyException e) {
            return InspectedKey.refused(
                    KeyInspection.error(e, null), jwk.string("kid").orElse(null), publicJwk(json));
        }
    }

    /** Returns the public half of a key that cannot sign assertions, without other members. */
    private static @Nullable JWK publicJwk(Map<?, ?> json) {
        Map<String, Object> members = new LinkedHashMap<>();
        json.forEach((name, value) -> members.put(String.valueOf(name), value));
        members.remove("x5c");
        if (members.values().stream().anyMatch(value -> value instanceof String text && text.length() > 2000)) {
            return null;
        }
        try {
            JWK jwk = JWK.parse(members);
            return Optional.of(jwk)
                    .filter(key -> !KeyType.OCT.equals(key.getKeyType()))
                    .map(JWK::toPublicJWK)
                    .orElse(null);
        } catch (ParseException | RuntimeException e) {
            // Not a key that could be published; its refusal says why.
            return null;
        }
    }
}
