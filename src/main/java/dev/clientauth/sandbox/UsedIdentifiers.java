package dev.clientauth.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Which {@code jti} values each client has used and that have not expired since. */
final class UsedIdentifiers {
    private static final int SWEEP_AT = 4096;

    private final Map<String, Instant> expiryById = new HashMap<>();

    Predicate<String> of(String clientId) {
        return jti -> expiryById.containsKey(id(clientId, jti));
    }

    void add(String clientId, String jti, Instant expiry, Instant now) {
        if (expiryById.size() >= SWEEP_AT) {
            expiryById.values().removeIf(old -> old.isBefore(now));
        }
        expiryById.put(id(clientId, jti), expiry);
    }

    private static String id(String clientId, String jti) {
        return clientId.length() + ":" + clientId + jti;
    }
}
