package dev.clientauth.mock.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a JWK Set that a client publishes, and reports what is wrong with it. */
final class JwkSetReader {
    /** More than any client needs; further keys are ignored. */
    private static final int MAX_KEYS = 100;

    private JwkSetReader() {}

    /** Reads a response body. Unreadable keys are ignored, as RFC 7517 section 5 requires. */
    static JwkSetResponse read(String text, Optional<Duration> freshFor) {
        List<Object> members;
        try {
            Map<String, Object> document = JSONObjectUtils.parse(text);
            members = document == null ? null : JSONObjectUtils.getJSONArray(document, "keys");
        } catch (ParseException e) {
            // The exception quotes the text, which may contain a private key.
            members = null;
        }
        if (members == null) {
            return JwkSetResponse.failed(
                    "The response of the JWK Set URL is not a JWK Set: it must be JSON, {\"keys\":[...]}.");
        }
        List<JWK> usable = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Object member : members.subList(0, Math.min(MAX_KEYS, members.size()))) {
            JWK key = key(member);
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

    private static @Nullable JWK key(@Nullable Object member) {
        if (!(member instanceof Map<?, ?> members)) {
            return null;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        members.forEach((name, value) -> named.put(String.valueOf(name), value));
        try {
            JWK key = JWK.parse(named);
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
