package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The provider behind a sandbox: who is registered, what was used, and what is answered to whom. */
final class Provider implements Site {
    private final Profile profile;
    private final Clock clock;
    private final Map<String, Registration> registrations = new HashMap<>();
    private final Judge judge = new Judge();
    private final Journal<ReceivedAttempt> received = new Journal<>();
    private final Tokens tokens;

    Provider(Profile profile, Clock clock) {
        this.profile = profile;
        this.clock = clock;
        this.tokens = new Tokens(profile.answerStyle(), new IdentityKeys());
    }

    synchronized void register(Registration registration) {
        registrations.put(registration.clientId(), registration);
    }

    synchronized String code(String clientId, @Nullable URI redirectUri) {
        if (!registrations.containsKey(clientId)) {
            throw new IllegalArgumentException(
                    "No client " + clientId + " is registered with this sandbox; register it first.");
        }
        Authorization authorization = new Authorization(clientId, redirectUri, SubjectId.random(), Map.of(), Map.of());
        return tokens.code(authorization, clock.instant());
    }

    List<ReceivedAttempt> received() {
        return received.all();
    }

    /** Judges a request, answers it and records both. One at a time, so that no jti and no code passes twice. */
    @Override
    public synchronized Reply answer(Attempt attempt) {
        Instant now = clock.instant();
        Judged judged = judge.authenticated(profile, attempt, registrations.get(Judge.claimedClient(attempt)), now);
        Reply reply = judged.error()
                .map(code -> Reply.error(code, null, profile.answerStyle().nullDescription()))
                .orElseGet(() -> grant(attempt, judged.clientId(), now));
        received.add(new ReceivedAttempt(now, attempt, judged.diagnosis(), reply.status(), reply.error()));
        return reply;
    }

    private Reply grant(Attempt attempt, String clientId, Instant now) {
        try {
            return Reply.json(tokens.answer(attempt, clientId, now));
        } catch (GrantRefusedException e) {
            return Reply.error("invalid_grant", e.getMessage(), false);
        }
    }
}
