// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps the authenticators of one application for many servers, by base URL: an Epic application may have hundreds of
 * customers.
 *
 * <pre>{@code
 * Discovery discovery = Discovery.builder().build();
 * ClientRegistry customers = ClientRegistry.of(
 *         base -> discovery.epic(base, CLIENT_ID).signingKey(key).scopes("system/Patient.read"));
 * AccessToken token = customers.at(fhirBaseUrl).accessToken();
 * }</pre>
 *
 * <p>The metadata of a server is fetched at its first use, by one thread while others that need the same server wait,
 * and again at the first use after a day. If the token endpoint is still the same, or the metadata cannot be fetched,
 * the authenticator and its access token are kept. Thread-safe.
 */
public final class ClientRegistry {
    private static final Duration METADATA_AGE = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Function<URI, ClientAuthenticator.Builder> clients;
    private final Clock clock;
    private final ConcurrentMap<URI, Entry> entries = new ConcurrentHashMap<>();

    private record Current(ClientAuthenticator authenticator, Instant due) {}

    ClientRegistry(Function<URI, ClientAuthenticator.Builder> clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /**
     * Returns a registry without authenticators.
     *
     * @param clients fetches the metadata of the server with this base URL, and returns the builder of its authenticator
     */
    public static ClientRegistry of(Function<URI, ClientAuthenticator.Builder> clients) {
        return new ClientRegistry(Arguments.required(clients, "clients"), Clock.systemUTC());
    }

    /**
     * Returns the authenticator for the server with this base URL. The first call blocks while the metadata is fetched;
     * if that fails, the next call tries again.
     *
     * @throws DiscoveryException if the server cannot be reached, or its metadata is rejected
     * @throws IllegalArgumentException if the URL is not allowed
     */
    public ClientAuthenticator at(URI baseUrl) {
        URI key = withoutSlash(baseUrl);
        Entry entry = entries.computeIfAbsent(key, Entry::new);
        try {
            return entry.get();
        } finally {
            if (entry.isEmpty()) {
                // Do not keep entries for URLs that never worked.
                entries.remove(key, entry);
            }
        }
    }

    /** Removes the authenticator for a server, so that the next use fetches the metadata again. */
    public void remove(URI baseUrl) {
        entries.remove(withoutSlash(baseUrl));
    }

    private static URI withoutSlash(URI baseUrl) {
        String text = Arguments.required(baseUrl, "baseUrl").toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : baseUrl;
    }

    /** The authenticator for one server. */
    private final class Entry {
        private final URI baseUrl;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Current current;
        private final AtomicInteger failures = new AtomicInteger();
        private @Nullable DiscoveryException lastFailure;

        private Entry(URI baseUrl) {
            this.baseUrl = baseUrl;
        }

        boolean isEmpty() {
            return current == null && !lock.isLocked();
        }

        ClientAuthenticator get() {
            Current known = current;
            if (known != null && clock.instant().isBefore(known.due())) {
                return known.authenticator();
            }
            if (known != null && !lock.tryLock()) {
                // Another thread is fetching the metadata again.
                return known.authenticator();
            }
            int failuresBefore = failures.get();
            if (known == null) {
                lock.lock();
            }
            try {
                if (current == null && failures.get() != failuresBefore && lastFailure != null) {
                    // The attempt that this thread waited for has failed: do not let each waiting thread try again.
                    throw lastFailure;
                }
                return refreshed();
            } finally {
                lock.unlock();
            }
        }

        private static boolean isSame(ClientAuthenticator one, ClientAuthenticator other) {
            return one.profile().tokenEndpoint().equals(other.profile().tokenEndpoint());
        }

        private ClientAuthenticator refreshed() {
            Current known = current;
            Instant now = clock.instant();
            if (known != null && now.isBefore(known.due())) {
                return known.authenticator();
            }
            Current next;
            try {
                ClientAuthenticator found = clients.apply(baseUrl).build();
                ClientAuthenticator kept =
                        known != null && isSame(known.authenticator(), found) ? known.authenticator() : found;
                next = new Current(kept, now.plus(METADATA_AGE));
            } catch (DiscoveryException e) {
                if (known == null) {
                    lastFailure = e;
                    failures.incrementAndGet();
                    throw e;
                }
                next = new Current(known.authenticator(), now.plus(PAUSE));
            }
            current = next;
            return next.authenticator();
        }
    }
}
