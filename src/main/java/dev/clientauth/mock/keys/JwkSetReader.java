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

/** Reads a JWK Set that a client publishes, and says what is wrong with it. */
final class JwkSetReader {
    /** More than any client needs; a key beyond is not seen. */
    private static final int MOST_KEYS = 100;

    private JwkSetReader() {}

    /** What a body says. A key that cannot be read is left out, as RFC 7517 section 5 has it. */
    static JwkSetResponse read(String text, Optional<Duration> freshFor) {
        List<Object> members;
        try {
            Map<String, Object> document = JSONObjectUtils.parse(text);
            members = document == null ? null : JSONObjectUtils.getJSONArray(document, "keys");
        } catch (ParseException e) {
            // The exception quotes the text, which may hold a private key.
            members = null;
        }
        if (members == null) {
            return JwkSetResponse.failed("The JWK Set URL answered no JWK Set: it has to be JSON, {\"keys\":[...]}.");
        }
        List<JWK> usable = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Object member : members.subList(0, Math.min(MOST_KEYS, members.size()))) {
            JWK key = key(member);
            if (key == null) {
                notes.add("A published key is not used: it is no JWK of a known type with all its members.");
            } else if (key.isPrivate()) {
                notes.add("The published key " + name(key)
                        + " has private members and is not used. Whoever fetched it has the private key: make a new one,"
                        + " and publish its public half only.");
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

    /** A key's {@code kid} in quotes, cut where it is long. */
    static String name(JWK key) {
        return key.getKeyID() == null ? "without kid" : quoted(key.getKeyID());
    }

    static String quoted(String kid) {
        int longest = 100;
        return "\"" + (kid.length() > longest ? kid.substring(0, longest) + "…" : kid) + "\"";
    }
}
