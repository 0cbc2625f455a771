package dev.clientauth.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a JSON text: a JWK, or a JWK Set (RFC 7517 section 5) out of which the key id picks the key. */
final class JwkDocument {

    private static final String EXPECTED = "a private JWK, or a JWK Set with one,";
    private static final Map<String, List<String>> MEMBERS =
            Map.of("EC", List.of("crv", "x", "y"), "RSA", List.of("n", "e"));

    private JwkDocument() {}

    static KeyMaterial read(String json, KeyRequest request) {
        Map<String, Object> document = parse(json);
        if (document.get("keys") instanceof List<?> members) {
            return JwkForm.read(pick(privateKeys(members), request.keyId()));
        }
        if (document.containsKey("kty")) {
            return JwkForm.read(jwk(document));
        }
        if (document.containsKey("ciphertext")) {
            throw new KeyFormatException(
                    "an encrypted JSON object (JWE)", EXPECTED, "Decrypt it first, and pass the JWK inside.");
        }
        throw new KeyFormatException(
                "JSON that is neither a JWK nor a JWK Set: it has no member \"kty\" and no array \"keys\"",
                EXPECTED,
                "Pass the object that holds \"kty\", or the PEM text alone.");
    }

    private static List<JWK> privateKeys(List<?> members) {
        List<JWK> keys = new ArrayList<>();
        for (Object member : members) {
            if (member instanceof Map<?, ?> map && map.containsKey("d")) {
                Map<String, Object> document = new LinkedHashMap<>();
                map.forEach((name, value) -> document.put(String.valueOf(name), value));
                JWK jwk = jwk(document);
                if (signs(jwk)) {
                    keys.add(jwk);
                }
            }
        }
        return keys;
    }

    private static boolean signs(JWK jwk) {
        Set<KeyOperation> operations = jwk.getKeyOperations();
        return !KeyUse.ENCRYPTION.equals(jwk.getKeyUse())
                && (operations == null || operations.contains(KeyOperation.SIGN));
    }

    private static JWK pick(List<JWK> keys, @Nullable String keyId) {
        if (keys.isEmpty()) {
            throw new KeyFormatException(
                    "a JWK Set without a private key for signing",
                    EXPECTED,
                    "Load the set whose keys have the member \"d\"; public sets are for the provider.");
        }
        if (keys.size() == 1) {
            return keys.get(0);
        }
        List<JWK> named = keys.stream()
                .filter(key -> key.getKeyID() != null && key.getKeyID().equals(keyId))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        Set<String> keyIds = new TreeSet<>();
        keys.forEach(key -> keyIds.add(key.getKeyID() == null ? "(none)" : key.getKeyID()));
        throw new KeyFormatException(
                "a JWK Set with " + keys.size() + " private keys, key ids " + String.join(", ", keyIds)
                        + (keyId == null
                                ? ""
                                : ", " + (named.isEmpty() ? "none" : named.size() + " of them") + " named " + keyId),
                "one private key, or a key id that picks one,",
                "Give the key id of the key to sign with.");
    }

    private static Map<String, Object> parse(String json) {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            // Not passed on as the cause: a parser's message may quote the text, and the text may hold a key.
            throw new KeyFormatException(
                    "broken JSON", EXPECTED, "Pass the JSON whole, from its first brace to its last.");
        }
    }

    private static JWK jwk(Map<String, Object> document) {
        String type = String.valueOf(document.get("kty"));
        List<String> missing = MEMBERS.getOrDefault(type, List.of()).stream()
                .filter(member -> !(document.get(member) instanceof String))
                .toList();
        if (!missing.isEmpty()) {
            throw new KeyFormatException(
                    "a JWK of type " + type + " without " + String.join(", ", missing),
                    EXPECTED,
                    "Export the key again with all its members, the public ones included.");
        }
        try {
            return JWK.parse(document);
        } catch (ParseException e) {
            // Not passed on as the cause: a parser's message may quote the text, and the text may hold a key.
            throw new KeyFormatException(
                    "a JWK of type " + (type.length() > 10 ? "unknown" : type) + " that does not parse",
                    EXPECTED,
                    "Check that its type is EC or RSA, that its numbers are base64url, and that an EC point is on its curve.");
        }
    }
}
