package dev.clientauth.sandbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which {@code jti} values each client has used and that have not expired since. Of each client a number is kept; beyond it
 * goes the one that expires first. Not thread-safe.
 */
final class UsedIdentifiers {
    private static final int MOST_OF_ONE = 20_000;

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
        return used == null ? jti -> false : used.ids::contains;
    }

    void add(String clientId, String jti, Instant expiry, Instant now) {
        byClient.computeIfAbsent(clientId, id -> new OfClient()).add(new Used(jti, expiry), now);
    }

    void clear() {
        byClient.clear();
    }
}
