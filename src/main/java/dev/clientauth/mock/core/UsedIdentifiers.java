package dev.clientauth.mock.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which {@code jti} values each client has used and that have not expired since. Of each client a number is kept; beyond it
 * goes the one that expires first. Of all clients together ten times that number is kept; beyond it go those of the client
 * that has not come for longest. Of a long one only its hash is kept. Not thread-safe.
 */
final class UsedIdentifiers {
    private static final int MOST_OF_ONE = 20_000;
    private static final int MOST_OF_ALL = 10 * MOST_OF_ONE;

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

    /** The client that has not come for longest is the first. */
    private final Map<String, OfClient> byClient = new LinkedHashMap<>(16, 0.75f, true);

    private int all;

    Predicate<String> of(String clientId) {
        OfClient used = byClient.get(clientId);
        return used == null ? jti -> false : jti -> used.ids.contains(kept(jti));
    }

    void add(String clientId, String jti, Instant expiry, Instant now) {
        OfClient used = byClient.computeIfAbsent(clientId, id -> new OfClient());
        all -= used.ids.size();
        used.add(new Used(kept(jti), expiry), now);
        all += used.ids.size();
        Iterator<OfClient> eldest = byClient.values().iterator();
        while (all > MOST_OF_ALL) {
            all -= eldest.next().ids.size();
            eldest.remove();
        }
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
        all = 0;
    }
}
