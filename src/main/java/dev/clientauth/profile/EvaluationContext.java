// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known about a {@link TokenRequest} besides the request itself.
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

    /** Returns a context without any information. */
    public static EvaluationContext unknown() {
        return UNKNOWN;
    }

    /** Returns a copy with the registration. */
    public EvaluationContext withRegistration(Registration registration) {
        Arguments.required(registration, "registration");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** Returns a copy with the time of sending by the client's clock. */
    public EvaluationContext withSentAt(Instant sentAt) {
        Arguments.required(sentAt, "sentAt");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /**
     * Returns a copy with the latest possible time of sending by this machine's clock, if the exact time is not known.
     */
    public EvaluationContext withSentNotLaterThan(Instant latest) {
        Arguments.required(latest, "latest");
        return new EvaluationContext(registration, sentAt, latest, providerClock, usedJti, response);
    }

    /**
     * Returns a copy with the provider's time at the time of sending, for example from the {@code Date} header of its
     * response.
     */
    public EvaluationContext withProviderClock(Instant providerClock) {
        Arguments.required(providerClock, "providerClock");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** Returns a copy with a predicate that is true for the {@code jti} values that this client has used before. */
    public EvaluationContext withUsedJti(Predicate<String> usedJti) {
        Arguments.required(usedJti, "usedJti");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** Returns a copy with the response of the token endpoint. */
    public EvaluationContext withResponse(ErrorResponse response) {
        Arguments.required(response, "response");
        return new EvaluationContext(registration, sentAt, sentNotLaterThan, providerClock, usedJti, response);
    }

    /** Returns what is registered with the provider. */
    public Optional<Registration> registration() {
        return Optional.ofNullable(registration);
    }

    /** Returns the latest possible time of sending, if the exact time is not known. */
    public Optional<Instant> sentNotLaterThan() {
        return Optional.ofNullable(sentNotLaterThan);
    }

    /** Returns the time of sending by the client's clock. */
    public Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    /** Returns the time of sending by the provider's clock. */
    public Optional<Instant> providerClock() {
        return Optional.ofNullable(providerClock);
    }

    /** Returns the predicate for the {@code jti} values that this client has used before. */
    public Optional<Predicate<String>> usedJti() {
        return Optional.ofNullable(usedJti);
    }

    /** Returns the response of the token endpoint. */
    public Optional<ErrorResponse> response() {
        return Optional.ofNullable(response);
    }

    /**
     * Returns what is known about the time of sending: by the provider's clock if possible, otherwise by the client's.
     */
    public Optional<SendingTime> sendingTime() {
        return providerClock()
                .map(at -> new SendingTime(at, true, SendingTime.Clock.PROVIDER))
                .or(() -> sentAt().map(at -> new SendingTime(at, true, SendingTime.Clock.LOCAL)))
                .or(() -> sentNotLaterThan().map(at -> new SendingTime(at, false, SendingTime.Clock.LOCAL)));
    }

    /**
     * What is known about when a request was sent: the exact time, or the latest possible time.
     *
     * @param latest the exact time, or the latest possible time
     * @param isExact whether the time is exact
     * @param clock the clock that it was read from
     */
    public record SendingTime(Instant latest, boolean isExact, Clock clock) {
        /** The clock that a time was read from. */
        public enum Clock {
            /** The provider's clock, which it uses to check requests. */
            PROVIDER,
            /** The clock of the machine that sent or diagnoses the request. */
            LOCAL
        }

        /** Returns whether the time was read from the provider's clock; only then can a rule about times be satisfied. */
        public boolean isByProvider() {
            return clock == Clock.PROVIDER;
        }

        /** Returns a suffix for findings that names the clock. */
        public String byWhom() {
            return isByProvider() ? "" : " by this machine's clock";
        }
    }
}
