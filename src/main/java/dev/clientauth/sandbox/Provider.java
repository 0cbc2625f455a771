package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Situation;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider behind a sandbox: who is registered, what was used, and what is answered to whom. */
final class Provider {
    private static final int MOST_RECORDED = 1000;
    /** Whose error is answered when several rules are broken. */
    private static final List<String> PRECEDENCE =
            List.of("invalid_request", Rule.DEFAULT_ERROR, "unsupported_grant_type", "invalid_scope");

    private final Profile profile;
    private final Clock clock;
    private final Map<String, Registration> registrations = new HashMap<>();
    private final UsedIdentifiers used = new UsedIdentifiers();
    private final Deque<ReceivedAttempt> received = new ArrayDeque<>();
    private final Tokens tokens;

    Provider(Profile profile, Clock clock) {
        this.profile = profile;
        this.clock = clock;
        this.tokens = new Tokens(profile.answerStyle());
    }

    synchronized void register(Registration registration) {
        registrations.put(registration.clientId(), registration);
    }

    synchronized String code(String clientId, @Nullable URI redirectUri) {
        if (!registrations.containsKey(clientId)) {
            throw new IllegalArgumentException(
                    "No client " + clientId + " is registered with this sandbox; register it first.");
        }
        return tokens.code(clientId, redirectUri, clock.instant());
    }

    synchronized List<ReceivedAttempt> received() {
        return List.copyOf(received);
    }

    /** Judges a request, answers it and records both. One at a time, so that no jti and no code passes twice. */
    synchronized Reply answer(Attempt attempt) {
        Instant now = clock.instant();
        String clientId = claimedClient(attempt);
        Registration registration = registrations.get(clientId);
        Situation situation = Situation.unknown().withPresentedAt(now).withUsedJti(used.of(clientId));
        if (registration != null) {
            situation = situation.withRegistration(registration);
        }
        Diagnosis diagnosis = profile.diagnose(attempt, situation);
        Reply reply = refusal(diagnosis)
                .or(() ->
                        isAuthentic(attempt, registration) ? Optional.empty() : Optional.of(error(Rule.DEFAULT_ERROR)))
                .orElseGet(() -> grant(attempt, clientId, now));
        if (received.size() == MOST_RECORDED) {
            received.removeFirst();
        }
        received.addLast(new ReceivedAttempt(now, attempt, diagnosis, reply.status(), reply.error()));
        return reply;
    }

    private static String claimedClient(Attempt attempt) {
        return attempt.assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> claims.get("sub") instanceof String sub ? sub : null)
                .or(() -> attempt.parameter("client_id"))
                .orElse("");
    }

    private Optional<Reply> refusal(Diagnosis diagnosis) {
        return diagnosis.fatal().stream()
                .map(Finding::rule)
                .map(Rule::error)
                .min((a, b) -> Integer.compare(rank(a), rank(b)))
                .map(this::error);
    }

    private static int rank(String error) {
        int rank = PRECEDENCE.indexOf(error);
        return rank < 0 ? PRECEDENCE.size() : rank;
    }

    private boolean isAuthentic(Attempt attempt, @Nullable Registration registration) {
        return registration != null
                && attempt.parameter(profile.placement().parameter())
                        .filter(assertion -> SignatureCheck.isBy(registration, assertion))
                        .isPresent();
    }

    private Reply grant(Attempt attempt, String clientId, Instant now) {
        attempt.assertion().flatMap(assertion -> assertion.claims()).ifPresent(claims -> {
            if (claims.get("jti") instanceof String jti && claims.get("exp") instanceof Long exp) {
                used.add(clientId, jti, Instant.ofEpochSecond(exp), now);
            }
        });
        try {
            return Reply.tokens(tokens.answer(attempt, clientId, now));
        } catch (GrantRefusedException e) {
            return Reply.error("invalid_grant", e.getMessage(), false);
        }
    }

    private Reply error(String code) {
        return Reply.error(code, null, profile.answerStyle().nullDescription());
    }
}
