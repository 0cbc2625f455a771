// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.UnusableKeyException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the private key of a JWK, or of a JWK Set (RFC 7517 section 5) that has only one for signing. */
public final class JwkDocument {

    private static final String EXPECTED = "a private JWK, or a JWK Set with one,";

    private JwkDocument() {}

    static KeyMaterial read(Map<String, Object> document) {
        return document.get("keys") instanceof List<?> members
                ? JwkForm.read(only(privateKeys(members)))
                : JwkForm.read(JwkMembers.of(document));
    }

    /** Returns the private key with this key id in the text of a JWK Set, or the only key of a JWK. */
    public static KeyMaterial read(String json, String keyId) {
        if (!(KeyParser.parse(json) instanceof KeyInput.Json set)) {
            throw new UnusableKeyException(
                    "a key that is not in a JWK Set",
                    "a JWK Set with private keys",
                    "Read it with SigningKey.parse(text).");
        }
        Map<String, Object> document = set.document();
        if (!(document.get("keys") instanceof List<?> members)) {
            return read(document);
        }
        List<JwkMembers> keys = privateKeys(members);
        List<JwkMembers> named = keys.stream()
                .filter(key -> key.string("kid").filter(keyId::equals).isPresent())
                .toList();
        if (named.size() != 1) {
            throw new UnusableKeyException(
                    "a JWK Set with " + keys.size() + " private keys, key ids " + keyIds(keys) + ", "
                            + (named.isEmpty() ? "none" : named.size() + " of them") + " named " + keyId,
                    "one private key with this key id",
                    "Give the key id of the key to sign with.");
        }
        return JwkForm.read(named.get(0));
    }

    private static String keyIds(List<JwkMembers> keys) {
        Set<String> keyIds = new TreeSet<>();
        keys.forEach(key -> keyIds.add(key.name().orElse("(none)")));
        return String.join(", ", keyIds);
    }

    private static List<JwkMembers> privateKeys(List<?> members) {
        List<JwkMembers> keys = new ArrayList<>();
        for (Object member : members) {
            if (member instanceof Map<?, ?> map && map.containsKey("d")) {
                JwkMembers jwk = JwkMembers.of(map);
                if (signs(jwk)) {
                    keys.add(jwk);
                }
            }
        }
        return keys;
    }

    private static boolean signs(JwkMembers jwk) {
        return !jwk.string("use").orElse("sig").equals("enc")
                && (!jwk.has("key_ops") || jwk.strings("key_ops").contains("sign"));
    }

    private static JwkMembers only(List<JwkMembers> keys) {
        if (keys.isEmpty()) {
            throw new UnusableKeyException(
                    "a JWK Set without a private key for signing",
                    EXPECTED,
                    "Load the JWK Set whose keys have the member \"d\"; the public JWK Set is for the provider.");
        }
        if (keys.size() == 1) {
            return keys.get(0);
        }
        throw new UnusableKeyException(
                "a JWK Set with " + keys.size() + " private keys, key ids " + keyIds(keys),
                "one private key",
                "Choose one by its key id: SigningKey.fromJwkSet(text, keyId).");
    }
}
