package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known about an {@link TokenRequest} besides the attempt itself.
 *
 * <p>Nothing is required. Immutable: each {@code with} method returns a changed copy.
 */
public final class EvaluationContext {
    private static final EvaluationContext UNKNOWN = new EvaluationContext(null, null, null, null, null, null);

    private final @Nullable Registration registration;
    private final @Nullable Instant sentAt;
    private final @Nullable Instant sentNotLaterThan;
    private final @Nullable Instant providerClock;
    private final @Nullable Predicate<String> usedJti;
    private final @Nullable ErrorResponse response;

    private EvaluationContext(
            @Nullable Registration registration,
            @Nullable Instant sentAt,
            @Nullable Instant sentNotLaterThan,
            @Nullable Instant providerClock,
            @Nullable Predicate<String> usedJti,
            @Nullable ErrorResponse response) {
        this.registration = registration;
        this.sentAt = sentAt;
        this.sentNotLaterThan = sentNotLaterThan;
        this.providerClock = providerClock;
        this.usedJti = usedJti;
        this.response = response;
    }

    /** A situation of which nothing is known. */
    public static EvaluationContext unknown() {
        return UNKNOWN;
    }

    /** Returns a copy with the registration. */
    public EvaluationContext withRegistration(Registration registration) {
        Arguments.required(registration, "registration");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** With the instant, by the client's clock, at which the request is or was sent. */
    public EvaluationContext withSentAt(Instant sentAt) {
        Arguments.required(sentAt, "sentAt");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** With the latest instant, by this machine's clock, at which the request can have been sent, where no more is known. */
    public EvaluationContext withSentNotLaterThan(Instant latest) {
        Arguments.required(latest, "latest");
        return new EvaluationContext(registration, sentAt, latest, providerClock, usedJti, response);
    }

    /** With the provider's own clock at that instant, for example from the {@code Date} header of its answer. */
    public EvaluationContext withProviderClock(Instant providerClock) {
        Arguments.required(providerClock, "providerClock");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** With a test that says whether the provider has seen a {@code jti} of this client before. */
    public EvaluationContext withUsedJti(Predicate<String> usedJti) {
        Arguments.required(usedJti, "usedJti");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** With what the token endpoint answered. */
    public EvaluationContext withResponse(ErrorResponse response) {
        Arguments.required(response, "response");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
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
    public Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
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
    public Optional<ErrorResponse> response() {
        return Optional.ofNullable(response);
    }

    /** Returns what is known of the time of sending: by the provider's clock if possible, else by the client's. */
    public Optional<SendingTime> sendingTime() {
        return providerClock()
                .map(at -> new SendingTime(at, true, SendingTime.Clock.PROVIDER))
                .or(() -> sentAt().map(at -> new SendingTime(at, true, SendingTime.Clock.LOCAL)))
                .or(() -> sentNotLaterThan().map(at -> new SendingTime(at, false, SendingTime.Clock.LOCAL)));
    }
}
