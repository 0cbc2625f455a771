// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.mock.MockClient;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Limits the memory of registered clients and cached JWK Sets, in estimated bytes, so that no number of clients exhausts the
 * heap. Thread-safe.
 */
public final class KeyMemory {
    /** {@value} bytes: thousands of clients with ordinary keys, or about 60 whose keys fill the largest request. */
    static final long MAX_BYTES = 32L << 20;

    /** Bytes that a key takes besides its characters. */
    private static final int PER_KEY = 1024;

    /** Bytes that a client takes besides its keys and texts. */
    private static final int PER_CLIENT = 512;

    /** Bytes per character, which is kept as text and decoded. */
    private static final int PER_CHARACTER = 4;

    /**
     * The owner of memory.
     *
     * @param provider the provider's id
     * @param clientId the client
     * @param fetched whether it is for the client's cached JWK Set, not for the registration
     */
    record Owner(String provider, String clientId, boolean fetched) {}

    private final Map<Owner, Long> charges = new HashMap<>();
    private long total;

    /**
     * Charges an owner with this many bytes, in place of what it was charged before.
     *
     * @return whether there was room; if not, nothing has changed
     */
    synchronized boolean tryCharge(Owner owner, long bytes) {
        long before = charges.getOrDefault(owner, 0L);
        if (total - before + bytes > MAX_BYTES) {
            return false;
        }
        charges.put(owner, bytes);
        total += bytes - before;
        return true;
    }

    synchronized void release(Owner owner) {
        Long before = charges.remove(owner);
        total -= before == null ? 0 : before;
    }

    /**
     * Charges for a client that is being registered.
     *
     * @param older bytes of keys that are kept from earlier registrations
     * @throws IllegalStateException if there is no room
     */
    public void require(String provider, MockClient client, long older) {
        if (!tryCharge(new Owner(provider, client.clientId(), false), bytes(client) + older)) {
            throw new IllegalStateException("The registered clients would take more than " + (MAX_BYTES >> 20)
                    + " MiB. Remove some clients first, or register fewer keys for each.");
        }
    }

    /** Releases the memory of a removed client. */
    public void removed(String provider, String clientId) {
        release(new Owner(provider, clientId, false));
        release(new Owner(provider, clientId, true));
    }

    private static long bytes(MockClient client) {
        long characters = client.clientId().length()
                + client.registration().teamId().map(String::length).orElse(0)
                + client.registration().keyId().map(String::length).orElse(0)
                + client.registration().jwkSetUrl().map(KeyMemory::length).orElse(0)
                + client.redirectUris().stream()
                        .mapToLong(uri -> length(uri) + PER_CLIENT / PER_CHARACTER)
                        .sum()
                + client.scopes().stream()
                        .flatMap(Set::stream)
                        .mapToLong(scope -> scope.length() + PER_CLIENT / PER_CHARACTER)
                        .sum();
        return PER_CLIENT
                + PER_CHARACTER * characters
                + bytes(client.registration().keys());
    }

    /** Returns about how many bytes keys take. */
    public static long bytes(Collection<JWK> keys) {
        return keys.stream()
                .mapToLong(key ->
                        PER_KEY + (long) PER_CHARACTER * key.toJSONString().length())
                .sum();
    }

    private static int length(URI uri) {
        return uri.toString().length();
    }

    /** Returns the estimate for all owners. */
    synchronized long total() {
        return total;
    }
}
