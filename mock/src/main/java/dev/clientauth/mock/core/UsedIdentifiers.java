// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * Keeps the {@code jti} values that each client has used and that have not expired. Per client a maximum number is kept;
 * beyond it, the value that expires first is removed. For all clients together ten times that number is kept; beyond it, the
 * values of the least recently seen client are removed. Of a long value only the hash is kept. Not thread-safe.
 */
final class UsedIdentifiers {
    private static final int MAX_PER_CLIENT = 20_000;
    private static final int MAX_TOTAL = 10 * MAX_PER_CLIENT;

    /** The length of the hash in hexadecimal. */
    private static final int LONG = 64;

    private record Used(String jti, Instant expiry) {}

    private static final class OfClient {
        private final Set<String> ids = new HashSet<>();
        private final Queue<Used> byExpiry = new PriorityQueue<>(Comparator.comparing(Used::expiry));

        void add(Used used, Instant now) {
            Used first = byExpiry.peek();
            while (first != null && (first.expiry().isBefore(now) || byExpiry.size() >= MAX_PER_CLIENT)) {
                byExpiry.remove();
                ids.remove(first.jti());
                first = byExpiry.peek();
            }
            if (ids.add(used.jti())) {
                byExpiry.add(used);
            }
        }
    }

    /** The least recently seen client is the first. */
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
        while (all > MAX_TOTAL) {
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
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    void clear() {
        byClient.clear();
        all = 0;
    }
}
