// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRingEvent.Step;
import dev.clientauth.key.ring.RingKey.State;
import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Performs the steps of a ring in a directory, in this process and together with others: reads the state, and changes it under
 * the lock of the directory. The JWK Set URL is fetched without the lock.
 */
final class Rotation {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final KeyRing.Builder settings;
    private final RingReporter report;
    private final RingFiles files;
    private final LoadedKeys loaded;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "clientauth-key-ring");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile KeySnapshot keys;
    /** The clock was changed, and no written state contains this yet. */
    private final AtomicBoolean clockWasSet = new AtomicBoolean();

    private final AtomicReference<Duration> assertionLifetime = new AtomicReference<>(Duration.ZERO);
    private volatile boolean isClosed;
    private final AtomicReference<@Nullable Instant> refusedAt = new AtomicReference<>();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final KeyIntake intake;
    private final ClockGuard clock;
    private final ExposedFiles exposed;

    Rotation(KeyRing.Builder settings, RingReporter report) {
        this.settings = settings;
        this.report = report;
        this.clock = new ClockGuard(settings.clock, settings.nanoTime);
        try {
            this.files = RingFiles.created(settings.directory);
            this.loaded = new LoadedKeys(files);
            this.intake = new KeyIntake(settings, files);
            this.exposed = new ExposedFiles(files);
            Collection<SigningKey> offered = settings.offered();
            this.keys = files.locked(() -> openLocked(offered));
            exposed.report(keys.state(), report);
            checked(keys.problem());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key ring in " + settings.directory + " could not be opened: " + RingFiles.reason(e) + ".", e);
        }
    }

    private KeySnapshot openLocked(Collection<SigningKey> offered) throws IOException {
        RingState before = files.read();
        RingState state = intake.imported(intake.offered(before, offered, now()), now());
        if (state.keys().isEmpty()) {
            if (settings.source != null) {
                throw new IOException("the application provides no signing key");
            }
            state = intake.generated(state, now());
        }
        state = state.settings(state.settings().with(settings.own()));
        if (!state.equals(before)) {
            files.write(state);
        }
        return saved(state, offered);
    }

    /** Publishes a state that was written, and loads its keys. */
    private KeySnapshot saved(RingState state, Collection<SigningKey> offered) throws IOException {
        files.publish(state);
        KeySnapshot read = loaded.load(state, offered);
        if (read.problems().isEmpty()) {
            // Otherwise the state might be an old one from a backup, and an unknown file the only copy of a key.
            files.tidy(state);
        }
        return read;
    }

    void start() {
        long interval = settings.checkEvery.toNanos();
        if (interval > 0) {
            Future<?> unused = thread.scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.NANOSECONDS);
        }
    }

    void close() {
        isClosed = true;
        thread.shutdownNow();
    }

    /** One pass of the thread, which survives every failure. */
    private void check() {
        try {
            advance();
        } catch (IllegalStateException e) {
            // Reported already, and attempted again.
            LOG.debug("The key ring could not be checked.", e);
        } catch (Throwable e) {
            // Whatever was thrown, the next check must run.
            LOG.debug("The key ring could not be checked.", e);
            checked("The key ring in " + files + " could not be checked: "
                    + e.getClass().getName() + ".");
        }
    }

    /** Returns the keys of the last state that was read. */
    KeySnapshot keys() {
        return keys;
    }

    /** Keeps retired keys for assertions of this lifetime. */
    void assertionsLive(Duration lifetime) {
        assertionLifetime.accumulateAndGet(lifetime, RingSettings::longer);
    }

    /**
     * Records that the provider refuses the current key and accepts a retired one. It is reported on the thread of the ring,
     * because a listener must not delay a token request.
     */
    void fellBack(SigningKey refused, SigningKey instead) {
        refusedAt.set(now());
        try {
            thread.execute(() -> report.fellBack(refused, instead));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The ring is closed, or no thread could be started. The provider has granted a token nevertheless.
            LOG.debug("The listener of the key ring was not notified of the refusal of {}.", refused, e);
        }
    }

    /** Returns when the key's next step is due. */
    Optional<Instant> due(RingState state, RingKey key) {
        return state.due(key, effective(state));
    }

    private Duration longestAssertion() {
        return Objects.requireNonNull(assertionLifetime.get());
    }

    private RingSettings effective(RingState state) {
        RingSettings longest = state.settings().longest(settings.own());
        Duration lifetime = longestAssertion();
        return lifetime.isZero()
                ? longest
                : longest.keepAtLeast(lifetime.plus(longest.check().multipliedBy(2)));
    }

    /** Adds a next key, unless there is one. */
    void stage() {
        if (settings.source != null) {
            throw new IllegalStateException("The application provides the keys of this ring. Add the new key there.");
        }
        change(state -> state.in(State.NEXT).isPresent() ? state : intake.generated(state, now()));
    }

    /** Signs with the next key without a check. */
    void promote() {
        change(state -> {
            String next = next(state).keyId();
            String problem = loaded.read(state, settings.offered()).problems().get(next);
            if (problem != null) {
                throw new IOException("the next key " + next + " cannot be used: " + problem);
            }
            return state.promoted(now());
        });
    }

    void discardNext() {
        change(state -> state.without(List.of(next(state))));
    }

    void removeRetired() {
        change(state -> state.without(state.keys().stream()
                .filter(key -> key.state() == State.RETIRED)
                .toList()));
    }

    private RingKey next(RingState state) {
        return state.in(State.NEXT)
                .orElseThrow(() -> new IllegalStateException("The key ring has no next key. "
                        + (settings.source == null
                                ? "Call rotate() first."
                                : "Add one where the application stores its keys.")));
    }

    void advance() {
        if (clock.isClockSet()) {
            clockWasSet.set(true);
        }
        boolean isClockSet = clockWasSet.get();
        Instant refused = refusedAt.get();
        Collection<SigningKey> offered;
        String problem = "";
        try {
            offered = settings.offered();
        } catch (IOException e) {
            offered = List.of();
            problem = "The keys of the application could not be read: " + RingFiles.reason(e) + ".";
        }
        Optional<RingKey> next = Optional.empty();
        PublishedSet published = null;
        Optional<URI> url = Optional.empty();
        try {
            RingState state = reload(offered).state();
            next = state.in(State.NEXT);
            url = effective(state).jwkSetUrl();
            if (next.isPresent() && url.isPresent()) {
                published = PublishedSet.fetch(HttpTransport.standard(), url.get());
                problem = problem.isEmpty() ? clock.problem(published) : problem;
                published = problem.isEmpty() ? published : null;
            }
        } catch (IOException e) {
            problem = url.isPresent()
                    ? String.valueOf(e.getMessage())
                    : "The key ring in " + files + " could not be read: " + RingFiles.reason(e) + ".";
        }
        if (isClockSet) {
            problem = "This machine's clock was changed. All waiting times of the key ring start again.";
        }
        Collection<SigningKey> keys = offered;
        Optional<RingKey> fetchedFor = next;
        PublishedSet fetched = published;
        KeySnapshot changed = change(state -> advanced(state, isClockSet, refused, keys, fetchedFor, fetched), offered);
        // Only now are they in a state that was written.
        refusedAt.compareAndSet(refused, null);
        if (isClockSet) {
            clockWasSet.set(false);
        }
        checked(problem.isEmpty() ? changed.problem() : problem);
    }

    private RingState advanced(
            RingState before,
            boolean isClockSet,
            @Nullable Instant refused,
            Collection<SigningKey> offered,
            Optional<RingKey> next,
            @Nullable PublishedSet fetched)
            throws IOException {
        RingState state = isClockSet ? before.restarted(now()) : before.checkedAt(now());
        if (refused != null) {
            state = state.refused(refused);
        }
        if (!longestAssertion().isZero()) {
            state = state.settings(state.settings().keepAtLeast(effective(state).keep()));
        }
        state = intake.offered(state, offered, now());
        if (fetched != null
                && next.isPresent()
                && state.in(State.NEXT).map(RingKey::keyId).equals(next.map(RingKey::keyId))) {
            state = state.observed(fetched.contains(next.get().publicJwk()), fetched.cacheLifetime(), now());
            boolean isUsable = !keys.problems().containsKey(next.get().keyId());
            if (isUsable && isDue(state, state.in(State.NEXT).orElseThrow())) {
                state = state.promoted(now());
            }
        }
        RingState checked = state;
        state = state.without(state.keys().stream()
                .filter(key -> key.state() == State.RETIRED && isDue(checked, key))
                .toList());
        return state.equals(before) && isTooOld(state) ? intake.generated(state, now()) : state;
    }

    private boolean isDue(RingState state, RingKey key) {
        return due(state, key).filter(time -> !now().isBefore(time)).isPresent();
    }

    private boolean isTooOld(RingState state) {
        Duration age = settings.rotateEvery;
        return age != null
                && state.in(State.NEXT).isEmpty()
                && state.in(State.CURRENT)
                        .filter(key -> !now().isBefore(key.since().plus(age)))
                        .isPresent();
    }

    /** A step from one state to the next. */
    private interface Change {
        RingState apply(RingState state) throws IOException;
    }

    private void change(Change step) {
        try {
            KeySnapshot unused = change(step, settings.offered());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private KeySnapshot change(Change step, Collection<SigningKey> offered) {
        try {
            RingState[] before = new RingState[1];
            KeySnapshot changed = files.locked(() -> {
                RingState state = files.readExisting();
                RingState after = step.apply(state);
                if (!after.equals(state)) {
                    files.write(after);
                }
                before[0] = keys.state();
                keys = saved(after, offered);
                return keys;
            });
            report(before[0], changed.state());
            return changed;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IllegalStateException failed(IOException e) {
        String message = "The key ring in " + files + " could not be changed: " + RingFiles.reason(e) + ".";
        checked(message);
        return new IllegalStateException(message, e);
    }

    /** Reads the state and the keys that are not loaded yet, and reports what other processes did. */
    private KeySnapshot reload(Collection<SigningKey> offered) throws IOException {
        RingState[] before = new RingState[1];
        KeySnapshot read = files.alone(() -> {
            before[0] = keys.state();
            keys = loaded.load(files.readExisting(), offered);
            return keys;
        });
        report(before[0], read.state());
        return read;
    }

    private void report(RingState before, RingState after) throws IOException {
        RingChanges.report(before, after, key -> due(after, key), report);
        exposed.report(after, report);
    }

    /** Reports a failure unless the last pass failed in the same way; an empty message is a success. */
    private void checked(String message) {
        // The fault of a connection may differ from pass to pass.
        String kind = message.startsWith(PublishedSet.FAILED) ? PublishedSet.FAILED : message;
        if (!failure.getAndSet(kind).equals(kind) && !message.isEmpty() && !isClosed) {
            report.event(Step.FAILED, "", message);
        }
    }

    private Instant now() {
        return settings.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
