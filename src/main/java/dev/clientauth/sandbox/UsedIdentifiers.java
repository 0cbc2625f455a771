package dev.clientauth.sandbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which {@code jti} values each client has used and that have not expired since. Of each client a number is kept; beyond it
 * goes the one that expires first. Of a long one only its hash is kept. Not thread-safe.
 */
final class UsedIdentifiers {
    private static final int MOST_OF_ONE = 20_000;

    /** As long as the hash itself; no provider's own values are longer. */
    private static final int LONG = 64;

    private record Used(String jti, Instant expiry) {}

    private static final class OfClient {
        private final Set<String> ids = new HashSet<>();
        private final Queue<Used> byExpiry = new PriorityQueue<>(Comparator.comparing(Used::expiry));

        void add(Used used, Instant now) {
            Used first = byExpiry.peek();
            while (first != null && (first.expiry().isBefore(now) || byExpiry.size() >= MOST_OF_ONE)) {
                byExpiry.remove();
                ids.remove(first.jti());
                first = byExpiry.peek();
            }
            if (ids.add(used.jti())) {
                byExpiry.add(used);
            }
        }
    }

    private final Map<String, OfClient> byClient = new HashMap<>();

    Predicate<String> of(String clientId) {
        OfClient used = byClient.get(clientId);
        return used == null ? jti -> false : jti -> used.ids.contains(kept(jti));
    }

    void add(String clientId, String jti, Instant expiry, Instant now) {
        byClient.computeIfAbsent(clientId, id -> new OfClient()).add(new Used(kept(jti), expiry), now);
    }

    private static String kept(String jti) {
        if (jti.length() <= LONG) {
            return jti;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(jti.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    void clear() {
        byClient.clear();
    }
}
