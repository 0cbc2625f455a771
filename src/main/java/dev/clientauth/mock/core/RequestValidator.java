package dev.clientauth.mock.core;

import dev.clientauth.mock.keys.SignatureCheck;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Situation;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges requests by rules, and whether a registered client made them. Not thread-safe. */
public final class RequestValidator {
    /** Whose error is answered when several rules are broken. */
    private static final List<String> PRECEDENCE =
            List.of("invalid_request", Rule.DEFAULT_ERROR, "unsupported_grant_type", "invalid_scope");

    private final UsedIdentifiers used = new UsedIdentifiers();

    /** Judges a request that must carry an assertion of a registered client's. */
    ValidationResult authenticated(Profile profile, Attempt attempt, @Nullable Registration registration, Instant now) {
        String clientId = RequestClaims.claimedClient(attempt);
        Situation situation = Situation.unknown().withProviderClock(now).withUsedJti(used.of(clientId));
        Diagnosis diagnosis =
                profile.diagnose(attempt, registration == null ? situation : situation.withRegistration(registration));
        Optional<String> error = error(diagnosis)
                .or(() -> isAuthentic(profile, attempt, registration)
                        ? Optional.empty()
                        : Optional.of(Rule.DEFAULT_ERROR));
        return new ValidationResult(clientId, diagnosis, error);
    }

    /** Judges a request that needs no assertion. */
    ValidationResult open(Profile profile, Attempt attempt, Instant now) {
        Diagnosis diagnosis = profile.diagnose(attempt, Situation.unknown().withProviderClock(now));
        return new ValidationResult(RequestClaims.claimedClient(attempt), diagnosis, error(diagnosis));
    }

    private static Optional<String> error(Diagnosis diagnosis) {
        return diagnosis.fatal().stream()
                .map(Finding::rule)
                .map(Rule::error)
                .min((a, b) -> Integer.compare(rank(a), rank(b)));
    }

    private static int rank(String error) {
        int rank = PRECEDENCE.indexOf(error);
        return rank < 0 ? PRECEDENCE.size() : rank;
    }

    private static boolean isAuthentic(Profile profile, Attempt attempt, @Nullable Registration registration) {
        return registration != null
                && attempt.parameter(profile.placement().parameter())
                        // Where the rules let a grant come without a client assertion, its own JWT takes the place.
                        .or(() -> attempt.parameter("assertion"))
                        .filter(assertion -> SignatureCheck.isBy(registration, assertion))
                        .isPresent();
    }

    /** Forgets which assertions were used. */
    void forget() {
        used.clear();
    }

    /** Uses up the assertion of a request. */
    void use(Attempt attempt, String clientId, Instant now) {
        attempt.assertion().flatMap(assertion -> assertion.claims()).ifPresent(claims -> {
            if (claims.get("jti") instanceof String jti && claims.get("exp") instanceof Long exp) {
                used.add(clientId, jti, Instant.ofEpochSecond(exp), now);
            }
        });
    }
}
