// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.jwk.JWK;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The public keys that were registered for a client, the newest of which may not have reached the provider yet: Epic's
 * documentation says 15 minutes for its sandbox and 12 hours for a customer. Not thread-safe.
 */
final class SyncedKeys {
    private static final int MAX = 20;

    private record Upload(List<JWK> keys, Instant at) {}

    private final Deque<Upload> uploads = new ArrayDeque<>();

    /** Registers keys in place of all earlier ones. The same keys again change nothing. */
    void upload(List<JWK> keys, Duration delay, Instant now) {
        if (isNewest(keys)) {
            return;
        }
        if (uploads.size() == MAX) {
            uploads.removeFirst();
        }
        uploads.addLast(new Upload(keys, now));
        dropSuperseded(delay, now);
    }

    private boolean isNewest(List<JWK> keys) {
        Upload newest = uploads.peekLast();
        return newest != null && newest.keys().equals(keys);
    }

    /** Removes keys that newer keys have replaced at the provider. */
    private void dropSuperseded(Duration delay, Instant now) {
        Iterator<Upload> fromNewest = uploads.descendingIterator();
        boolean superseded = false;
        while (fromNewest.hasNext()) {
            Upload upload = fromNewest.next();
            if (superseded) {
                fromNewest.remove();
            } else {
                superseded = !now.isBefore(upload.at().plus(delay));
            }
        }
    }

    /** Returns about how many bytes the keys take that would be kept besides these, which are about to be uploaded. */
    long bytesOfOlderKeys(List<JWK> keys, Duration delay, Instant now) {
        if (delay.isZero()) {
            return 0;
        }
        dropSuperseded(delay, now);
        return uploads.stream()
                .filter(upload -> !upload.keys().equals(keys))
                .mapToLong(upload -> KeyMemory.bytes(upload.keys()))
                .sum();
    }

    /** Returns the keys that the provider knows, given the time that keys take to reach it. */
    ChosenKeys known(Duration delay, Instant now) {
        List<JWK> known = List.of();
        for (Upload upload : uploads) {
            if (!now.isBefore(upload.at().plus(delay))) {
                known = upload.keys();
            }
        }
        Upload newest = uploads.peekLast();
        return newest == null || !now.isBefore(newest.at().plus(delay))
                ? new ChosenKeys(known, List.of())
                : new ChosenKeys(
                        known,
                        List.of("The keys registered at " + newest.at()
                                + " have not reached the provider yet; they will at "
                                + newest.at().plus(delay) + "."));
    }
}
