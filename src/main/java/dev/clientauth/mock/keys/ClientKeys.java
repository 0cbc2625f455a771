package dev.clientauth.mock.keys;

import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;

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
 * The keys of one provider's clients, as it knows them: static ones after they have been synced, and those behind a JWK Set
 * URL as they were last fetched. A client that has both has its static ones. Thread-safe.
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

    /** No clients yet, of a provider of this profile that knows new static keys at once. */
    public ClientKeys(Profile profile, Clock clock) {
        this(JwkSetPolicy.of(profile), clock, new JwkSetFetch());
    }

    /** The same, whose copies of JWK Sets take their part of what a server has memory for. */
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

    /** From now on, static keys take this long to reach the provider, in real time: see {@link #speedUp}. */
    public synchronized void syncDelay(Duration delay) {
        this.syncDelay = delay;
    }

    /** Lets syncing, and the copies of JWK Sets fetched for clients registered afterwards, take this much less time. */
    public synchronized void speedUp(double times) {
        this.policy = policy.speedUp(times);
    }

    /** Says that a client was registered, or registered again. A copy of its JWK Set is forgotten. */
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
    public synchronized long bytesBeside(Registration registration) {
        Entry before = entries.get(registration.clientId());
        return before == null
                ? 0
                : before.keys().bytesBeside(registration.keys(), policy.scaled(syncDelay), clock.instant());
    }

    /** Says that a client was removed. */
    public synchronized void removed(String clientId) {
        entries.remove(clientId);
    }

    /**
     * The keys by which an attempt of this client is to be judged. One that was never said to be registered is so now. May
     * fetch the JWK Set and wait for it, so do not hold a lock.
     */
    public RegisteredKeys onFile(Registration registration, Attempt attempt) {
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
            known = signed(attempt).map(entry.source()::keysFor).orElse(new ChosenKeys(List.of(), List.of()));
        }
        return new RegisteredKeys(registration.withKeys(known.keys()), known.notes());
    }

    /** The JWT that was sent, if it is one: what Nimbus is given has been found to be of that form. */
    private static Optional<SignedJWT> signed(Attempt attempt) {
        return attempt.assertion()
                        .filter(assertion -> assertion.faults().isEmpty())
                        .isEmpty()
                ? Optional.empty()
                : ASSERTIONS.stream()
                        .flatMap(name -> attempt.parameter(name).stream())
                        .flatMap(ClientKeys::parsed)
                        .findFirst();
    }

    private static Stream<SignedJWT> parsed(String text) {
        try {
            return Stream.of(SignedJWT.parse(text));
        } catch (ParseException | IllegalArgumentException e) {
            // The rules on the header say what is wrong with it.
            return Stream.empty();
        }
    }
}
