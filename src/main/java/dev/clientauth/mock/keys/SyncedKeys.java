package dev.clientauth.mock.keys;

import com.nimbusds.jose.jwk.JWK;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The public keys that were registered for a client, the newest of which the provider may not know yet: Epic says 15
 * minutes for its sandbox and 12 hours for a customer. Not thread-safe.
 */
final class SyncedKeys {
    private static final int MOST = 20;

    private record Upload(List<JWK> keys, Instant at) {}

    private final Deque<Upload> uploads = new ArrayDeque<>();

    /** Registers keys in place of all before. The same ones again are nothing new. */
    void upload(List<JWK> keys, Duration delay, Instant now) {
        if (isNewest(keys)) {
            return;
        }
        if (uploads.size() == MOST) {
            uploads.removeFirst();
        }
        uploads.addLast(new Upload(keys, now));
        dropSuperseded(delay, now);
    }

    private boolean isNewest(List<JWK> keys) {
        Upload newest = uploads.peekLast();
        return newest != null && newest.keys().equals(keys);
    }

    /** Drops what newer keys, known to the provider already, have replaced. */
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
    long bytesBeside(List<JWK> keys, Duration delay, Instant now) {
        if (delay.isZero()) {
            return 0;
        }
        dropSuperseded(delay, now);
        return uploads.stream()
                .filter(upload -> !upload.keys().equals(keys))
                .mapToLong(upload -> KeyMemory.bytes(upload.keys()))
                .sum();
    }

    /** What the provider knows, where keys take this long to reach it. */
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
