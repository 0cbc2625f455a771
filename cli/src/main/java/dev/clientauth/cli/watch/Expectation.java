// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.watch;

import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long a provider takes to accept a new key, according to its known causes, and which refusals waiting can fix.
 *
 * @param cause the cause to wait for, or null if the provider documents none that takes time
 * @param errors the OAuth errors of that cause
 */
record Expectation(@Nullable KnownCause cause, List<String> errors) {
    private static final Duration DEFAULT_TIME = Duration.ofMinutes(15);

    /** Returns what to wait for, given how the key is registered. */
    static Expectation of(Profile profile, boolean hasJwkSetUrl) {
        List<KnownCause> slow = profile.knownCauses().stream()
                .filter(cause -> cause.takes() != null)
                .toList();
        String wanted = hasJwkSetUrl ? "jwk-set" : "key-not-synced";
        Optional<KnownCause> best = slow.stream()
                .filter(cause -> cause.id().contains(wanted))
                .findFirst()
                .or(() -> slow.stream().max(Comparator.comparing(Expectation::time)));
        return new Expectation(
                best.orElse(null),
                best.map(cause -> List.copyOf(cause.errors())).orElse(List.of("invalid_client")));
    }

    private static Duration time(KnownCause cause) {
        Duration takes = cause.takes();
        return takes == null ? DEFAULT_TIME : takes;
    }

    /** Returns the time that the provider documents, or 15 minutes. */
    Duration time() {
        return cause == null ? DEFAULT_TIME : time(cause);
    }

    /** Returns one and a half times that; waiting longer would not help. */
    Duration limit() {
        return time().multipliedBy(3).dividedBy(2);
    }

    /** Returns whether waiting may fix a refusal: no rule is broken, and the error fits a key that is not known yet. */
    boolean isTemporary(TokenRefusedException refusal) {
        return refusal.isRetryable()
                || (refusal.diagnosis().unsafe().isEmpty()
                        && errors.contains(refusal.error().code()));
    }
}
