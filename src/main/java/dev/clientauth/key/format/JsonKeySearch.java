// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds a key in JSON: a JWK or JWK Set, or a key in a member of some configuration, such as Google's key file,
 * a secret manager's response or a file of client settings.
 */
final class JsonKeySearch {

    private static final List<String> KEY_ID_NAMES =
            List.of("private_key_id", "privateKeyId", "key_id", "keyId", "keyID", "publicKeyID", "kid");
    private static final Pattern PRIVATE_NAME = Pattern.compile("(?i).*(?:private_?-?key|signing_?-?key|p8|pem).*");
    private static final Pattern KEY_NAME = Pattern.compile("(?i).*(?:key|secret|certificate|jwk|value|content)");
    /** A name that may be a key itself: long, or with as many digits as random text in base64 or hexadecimal has. */
    private static final Pattern LIKE_A_KEY = Pattern.compile("(?s).{61,}|(?:[^0-9]*[0-9]){4}.*");

    private static final int MAX_DEPTH = 24;
    private static final int MIN_KEY = 40;

    private final int depth;
    private final List<KeyInput> found = new ArrayList<>();
    private @Nullable String misplacedName;
    private @Nullable UnusableKeyException misplaced;
    private boolean isForcedName;

    private JsonKeySearch(int depth) {
        this.depth = depth;
    }

    /** Returns the JSON object or array of a text, if it is one. */
    static Optional<Object> parse(String text) {
        try {
            return Optional.ofNullable(text.startsWith("[") ? JSONArrayUtils.parse(text) : JSONObjectUtils.parse(text));
        } catch (ParseException e) {
            // The caller reports it, without the parser's message, which may quote the text.
            return Optional.empty();
        }
    }

    /**
     * Returns the key in the JSON.
     *
     * @throws UnusableKeyException if there is none; it says what was found where a key is expected
     */
    static KeyInput search(Object json, int depth) {
        if (json instanceof Map<?, ?> document && isJwk(document)) {
            return new KeyInput.Json(named(document));
        }
        JsonKeySearch search = new JsonKeySearch(depth);
        search.walk(json, "", Map.of(), 0);
        return search.result(json);
    }

    private static boolean isJwk(Map<?, ?> document) {
        return document.get("kty") != null || document.get("keys") instanceof List<?>;
    }

    private static Map<String, Object> named(Map<?, ?> json) {
        Map<String, Object> members = new java.util.LinkedHashMap<>();
        json.forEach((name, value) -> members.put(String.valueOf(name), value));
        return members;
    }

    private void walk(@Nullable Object value, String name, Map<?, ?> parent, int level) {
        if (level > MAX_DEPTH) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            if (map.get("kty") instanceof String || map.get("keys") instanceof List<?>) {
                found.add(new KeyInput.Json(named(map)));
            } else {
                map.forEach((member, inner) -> walk(inner, String.valueOf(member), map, level + 1));
            }
        } else if (value instanceof List<?> list) {
            Optional<String> lines = lines(list);
            if (lines.isPresent()) {
                text(lines.get(), name, parent, level);
            } else {
                list.forEach(inner -> walk(inner, name, parent, level + 1));
            }
        } else if (value instanceof String text) {
            text(text, name, parent, level);
        }
    }

    /** Returns the lines of a PEM text from an array. */
    private static Optional<String> lines(List<?> list) {
        if (list.isEmpty() || !list.stream().allMatch(String.class::isInstance)) {
            return Optional.empty();
        }
        String joined = list.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        return Optional.of(joined).filter(PemBlock::in);
    }

    private void text(String text, String name, Map<?, ?> parent, int level) {
        String trimmed = text.strip();
        if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
            Optional<Object> inner = parse(trimmed);
            if (inner.isPresent()) {
                walk(inner.get(), name, parent, level + 1);
                return;
            }
        }
        try {
            if (trimmed.length() >= MIN_KEY) {
                found.add(named(KeyParser.parse(text, depth + 1), keyId(parent)));
                return;
            }
            remember(name, () -> MisplacedKeyInput.of(trimmed));
        } catch (UnusableKeyException e) {
            remember(name, () -> e);
        }
    }

    private static KeyInput named(KeyInput input, @Nullable String keyId) {
        if (input instanceof KeyInput.Pem pem && pem.keyId() == null) {
            return new KeyInput.Pem(pem.blocks(), keyId);
        }
        return input instanceof KeyInput.Der der && der.keyId() == null ? new KeyInput.Der(der.bytes(), keyId) : input;
    }

    private static @Nullable String keyId(Map<?, ?> parent) {
        for (String name : KEY_ID_NAMES) {
            if (parent.get(name) instanceof String id && !id.isBlank() && id.equals(id.strip())) {
                return id;
            }
        }
        return null;
    }

    /** Keeps the error of the member whose name is most likely that of a key. */
    private void remember(String name, Supplier<UnusableKeyException> what) {
        boolean isForced = PRIVATE_NAME.matcher(name).matches()
                && !name.toLowerCase(java.util.Locale.ROOT).endsWith("id");
        if (isForced
                ? !isForcedName
                : misplaced == null && KEY_NAME.matcher(name).matches()) {
            isForcedName = isForced;
            misplacedName = name;
            misplaced = what.get();
        }
    }

    private KeyInput result(Object json) {
        List<PemBlock> blocks = new ArrayList<>();
        String keyId = null;
        for (KeyInput input : found) {
            if (input instanceof KeyInput.Pem pem) {
                blocks.addAll(pem.blocks());
                keyId = keyId == null ? pem.keyId() : keyId;
            }
        }
        if (!blocks.isEmpty()) {
            return new KeyInput.Pem(blocks, keyId);
        }
        if (!found.isEmpty()) {
            return found.get(0);
        }
        if (json instanceof Map<?, ?> map && map.containsKey("ciphertext")) {
            throw new UnusableKeyException(
                    "an encrypted JSON object (JWE)", "Decrypt it first, and pass the JWK inside.");
        }
        if (misplaced != null && misplacedName != null) {
            String member =
                    LIKE_A_KEY.matcher(misplacedName).matches() ? "…" : misplacedName.replaceAll("[^\\w. -]", "?");
            throw new UnusableKeyException(
                    "JSON whose member \"" + member + "\" holds " + misplaced.found(),
                    misplaced.expected(),
                    misplaced.remedy());
        }
        if (json instanceof Map<?, ?> map && map.containsKey("jwks_uri")) {
            throw new UnusableKeyException(
                    "the metadata of a server (a discovery document), which contains the URL of its JWK Set",
                    "Fetch the JWK Set at its jwks_uri, and pass that.");
        }
        throw new UnusableKeyException(
                "JSON that is neither a JWK nor a JWK Set: it has no member \"kty\" and no array \"keys\"",
                "Pass the object that contains \"kty\", or the PEM text alone.");
    }
}
