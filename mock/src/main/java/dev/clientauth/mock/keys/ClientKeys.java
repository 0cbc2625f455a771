// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.profile.TokenRequest;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * The keys of one provider's clients as the provider knows them: keys that were registered after they have been synced, and
 * those of a JWK Set URL as last fetched. Registered keys take precedence: with a JWK Set URL they stand for the set that it
 * would return. Thread-safe.
 */
public final class ClientKeys {
    private static final List<String> ASSERTIONS = List.of("client_assertion", "client_secret", "assertion");

    private record Entry(Registration registration, SyncedKeys keys, JwkSetSource source) {}

    private final String provider;
    private final KeyMemory memory;
    private final Clock clock;
    private final JwkSetFetch fetch;
    private final Map<String, Entry> entries = new HashMap<>();
    private JwkSetPolicy policy;
    private Duration syncDelay = Duration.ZERO;

    /** Creates the keys of a provider that knows new static keys at once. */
    public ClientKeys(Profile profile, Clock clock) {
        this(JwkSetPolicy.of(profile), clock, new JwkSetFetch());
    }

    /** Creates the keys of a provider whose cached JWK Sets are charged to this memory. */
    public ClientKeys(Profile profile, Clock clock, KeyMemory memory) {
        this(profile.id(), JwkSetPolicy.of(profile), clock, new JwkSetFetch(), memory);
    }

    private LongPredicate room(String clientId) {
        KeyMemory.Owner owner = new KeyMemory.Owner(provider, clientId, true);
        memory.release(owner);
        return bytes -> memory.tryCharge(owner, bytes);
    }

    public ClientKeys(JwkSetPolicy policy, Clock clock, JwkSetFetch fetch) {
        this("", policy, clock, fetch, new KeyMemory());
    }

    private ClientKeys(String provider, JwkSetPolicy policy, Clock clock, JwkSetFetch fetch, KeyMemory memory) {
        this.provider = provider;
        this.memory = memory;
        this.policy = policy;
        this.clock = clock;
        this.fetch = fetch;
    }

    /** Sets how long static keys take to reach the provider, in real time: see {@link #speedUp}. */
    public synchronized void syncDelay(Duration delay) {
        this.syncDelay = delay;
    }

    /** Speeds up syncing, and the expiry of JWK Sets of clients registered afterwards. */
    public synchronized void speedUp(double times) {
        this.policy = policy.speedUp(times);
    }

    /** Records that a client was registered, or registered again. Removes a cached JWK Set. */
    public synchronized void registered(Registration registration) {
        Entry before = entries.get(registration.clientId());
        SyncedKeys keys = before == null ? new SyncedKeys() : before.keys();
        keys.upload(registration.keys(), policy.scaled(syncDelay), clock.instant());
        entries.put(
                registration.clientId(),
                new Entry(
                        registration,
                        keys,
                        new JwkSetSource(registration, policy, clock, fetch, room(registration.clientId()))));
    }

    /** Returns about how many bytes of keys are kept from a client's registrations before this one. */
    public synchronized long bytesOfOlderKeys(Registration registration) {
        Entry before = entries.get(registration.clientId());
        return before == null
                ? 0
                : before.keys().bytesOfOlderKeys(registration.keys(), policy.scaled(syncDelay), clock.instant());
    }

    /** Records that a client was removed. */
    public synchronized void removed(String clientId) {
        entries.remove(clientId);
    }

    /**
     * Returns the keys to verify a request of this client. May fetch the JWK Set and wait for it, so do not hold a lock.
     */
    public RegisteredKeys current(Registration registration, TokenRequest request) {
        Entry entry;
        ChosenKeys known;
        synchronized (this) {
            if (!entries.containsKey(registration.clientId())) {
                registered(registration);
            }
            entry = Objects.requireNonNull(entries.get(registration.clientId()));
            known = entry.keys().known(policy.scaled(syncDelay), clock.instant());
        }
        if (registration.keys().isEmpty() && registration.jwkSetUrl().isPresent()) {
            known = signed(request).map(entry.source()::keysFor).orElse(new ChosenKeys(List.of(), List.of()));
        }
        // Keys of which no more is said were given to the provider itself.
        KeyOrigin origin = registration
                .keyOrigin()
                .orElse(registration.keys().isEmpty() ? KeyOrigin.JWK_SET_URL : KeyOrigin.STATIC);
        return new RegisteredKeys(registration.withKeys(known.keys()).withKeyOrigin(origin), known.notes());
    }

    /** Returns the JWT of the request, if it is well-formed. */
    private static Optional<SignedJWT> signed(TokenRequest request) {
        return request.assertion()
                        .filter(assertion -> assertion.faults().isEmpty())
                        .isEmpty()
                ? Optional.empty()
                : ASSERTIONS.stream()
                        .flatMap(name -> request.parameter(name).stream())
                        .flatMap(ClientKeys::parsed)
                        .findFirst();
    }

    private static Stream<SignedJWT> parsed(String text) {
        try {
            return Stream.of(SignedJWT.parse(text));
        } catch (ParseException | IllegalArgumentException e) {
            // The rules about the header report what is wrong.
            return Stream.empty();
        }
    }
}
