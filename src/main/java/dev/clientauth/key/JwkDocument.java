package dev.clientauth.key;

import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Takes the private key out of a JWK, or of a JWK Set (RFC 7517 section 5) that has just one for signing. */
final class JwkDocument {

    private static final String EXPECTED = "a private JWK, or a JWK Set with one,";

    private JwkDocument() {}

    static KeyMaterial read(Map<String, Object> document) {
        return document.get("keys") instanceof List<?> members
                ? JwkForm.read(only(privateKeys(members)))
                : JwkForm.read(JwkMembers.of(document));
    }

    /** The key of a set with this key id. */
    static KeyMaterial read(Map<String, Object> document, String keyId) {
        if (!(document.get("keys") instanceof List<?> members)) {
            return read(document);
        }
        List<JwkMembers> keys = privateKeys(members);
        List<JwkMembers> named = keys.stream()
                .filter(key -> key.string("kid").filter(keyId::equals).isPresent())
                .toList();
        if (named.size() != 1) {
            throw new KeyFormatException(
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
            throw new KeyFormatException(
                    "a JWK Set without a private key for signing",
                    EXPECTED,
                    "Load the set whose keys have the member \"d\"; public sets are for the provider.");
        }
        if (keys.size() == 1) {
            return keys.get(0);
        }
        throw new KeyFormatException(
                "a JWK Set with " + keys.size() + " private keys, key ids " + keyIds(keys),
                "one private key",
                "Pick one by its key id: SigningKey.fromJwkSet(text, keyId).");
    }

    /** A JSON object, or the error that it is none; null for JSON's null. */
    static @Nullable Map<String, Object> parse(String json) {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            // Not passed on as the cause: a parser's message may quote the text, and the text may hold a key.
            throw new KeyFormatException("broken JSON", "Pass the JSON whole, from its first brace to its last.");
        }
    }
}
