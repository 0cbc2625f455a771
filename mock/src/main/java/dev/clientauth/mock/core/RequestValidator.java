// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.keys.SignatureCheck;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Validates requests by a profile's rules, and checks that a registered client signed them. Not thread-safe. */
public final class RequestValidator {
    /** The order in which errors are returned when several rules are broken. */
    private static final List<String> PRECEDENCE =
            List.of("invalid_request", Rule.DEFAULT_ERROR, "unsupported_grant_type", "invalid_scope");

    private final UsedIdentifiers used = new UsedIdentifiers();

    /** Validates a request that must carry an assertion of a registered client. */
    ValidationResult authenticated(
            Profile profile, TokenRequest request, @Nullable Registration registration, Instant now) {
        String clientId = RequestClaims.claimedClient(request);
        EvaluationContext context =
                EvaluationContext.unknown().withProviderClock(now).withUsedJti(used.of(clientId));
        Diagnosis diagnosis =
                profile.diagnose(request, registration == null ? context : context.withRegistration(registration));
        Optional<String> error = error(diagnosis)
                .or(() -> isAuthentic(profile, request, registration)
                        ? Optional.empty()
                        : Optional.of(Rule.DEFAULT_ERROR));
        return new ValidationResult(clientId, diagnosis, error);
    }

    /** Validates a request that needs no assertion. */
    ValidationResult open(Profile profile, TokenRequest request, Instant now) {
        Diagnosis diagnosis =
                profile.diagnose(request, EvaluationContext.unknown().withProviderClock(now));
        return new ValidationResult(RequestClaims.claimedClient(request), diagnosis, error(diagnosis));
    }

    private static Optional<String> error(Diagnosis diagnosis) {
        return diagnosis.blocking().stream()
                .map(Finding::rule)
                .map(Rule::error)
                .min((a, b) -> Integer.compare(rank(a), rank(b)));
    }

    private static int rank(String error) {
        int rank = PRECEDENCE.indexOf(error);
        return rank < 0 ? PRECEDENCE.size() : rank;
    }

    private static boolean isAuthentic(Profile profile, TokenRequest request, @Nullable Registration registration) {
        return registration != null
                && request.parameter(profile.assertionParameter().parameter())
                        // If the rules allow a grant without a client assertion, its own JWT authenticates the client.
                        .or(() -> request.parameter("assertion"))
                        .filter(assertion -> SignatureCheck.isBy(registration, assertion))
                        .isPresent();
    }

    /** Removes the used {@code jti} values. */
    void forget() {
        used.clear();
    }

    /** Marks the assertion of a request as used. */
    void use(TokenRequest request, String clientId, Instant now) {
        request.assertion().flatMap(assertion -> assertion.claims()).ifPresent(claims -> {
            if (claims.get("jti") instanceof String jti && claims.get("exp") instanceof Long exp) {
                used.add(clientId, jti, Instant.ofEpochSecond(exp), now);
            }
        });
    }
}
