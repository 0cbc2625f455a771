package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known about an {@link Attempt} besides the attempt itself.
 *
 * <p>Nothing is required. Immutable: each {@code with} method returns a changed copy.
 */
public final class Situation {
    private static final Situation UNKNOWN = new Situation(null, null, null, null, null, null);

    private final @Nullable Registration registration;
    private final @Nullable Instant presentedAt;
    private final @Nullable Instant sentNotLaterThan;
    private final @Nullable Instant providerClock;
    private final @Nullable Predicate<String> usedJti;
    private final @Nullable Answer answer;

    private Situation(
            @Nullable Registration registration,
            @Nullable Instant presentedAt,
            @Nullable Instant sentNotLaterThan,
            @Nullable Instant providerClock,
            @Nullable Predicate<String> usedJti,
            @Nullable Answer answer) {
        this.registration = registration;
        this.presentedAt = presentedAt;
        this.sentNotLaterThan = sentNotLaterThan;
        this.providerClock = providerClock;
        this.usedJti = usedJti;
        this.answer = answer;
    }

    /** A situation of which nothing is known. */
    public static Situation unknown() {
        return UNKNOWN;
    }

    /** With what the provider has on file. */
    public Situation withRegistration(Registration registration) {
        return new Situation(registration, presentedAt, sentNotLaterThan, providerClock, usedJti, answer);
    }

    /** With the instant, by the client's clock, at which the request is or was sent. */
    public Situation withPresentedAt(Instant presentedAt) {
        return new Situation(registration, presentedAt, sentNotLaterThan, providerClock, usedJti, answer);
    }

    /** With the latest instant, by this machine's clock, at which the request can have been sent, where no more is known. */
    public Situation withSentNotLaterThan(Instant latest) {
        return new Situation(registration, presentedAt, latest, providerClock, usedJti, answer);
    }

    /** With the provider's own clock at that instant, for example from the {@code Date} header of its answer. */
    public Situation withProviderClock(Instant providerClock) {
        return new Situation(registration, presentedAt, sentNotLaterThan, providerClock, usedJti, answer);
    }

    /** With a test that says whether the provider has seen a {@code jti} of this client before. */
    public Situation withUsedJti(Predicate<String> usedJti) {
        return new Situation(registration, presentedAt, sentNotLaterThan, providerClock, usedJti, answer);
    }

    /** With what the token endpoint answered. */
    public Situation withAnswer(Answer answer) {
        return new Situation(registration, presentedAt, sentNotLaterThan, providerClock, usedJti, answer);
    }

    /** What the provider has on file. */
    public Optional<Registration> registration() {
        return Optional.ofNullable(registration);
    }

    /** The latest instant at which the request can have been sent, where no more is known. */
    public Optional<Instant> sentNotLaterThan() {
        return Optional.ofNullable(sentNotLaterThan);
    }

    /** The instant of sending by the client's clock. */
    public Optional<Instant> presentedAt() {
        return Optional.ofNullable(presentedAt);
    }

    /** The instant of sending by the provider's clock. */
    public Optional<Instant> providerClock() {
        return Optional.ofNullable(providerClock);
    }

    /** Whether the provider has seen a {@code jti} of this client before. */
    public Optional<Predicate<String>> usedJti() {
        return Optional.ofNullable(usedJti);
    }

    /** What the token endpoint answered. */
    public Optional<Answer> answer() {
        return Optional.ofNullable(answer);
    }
}
