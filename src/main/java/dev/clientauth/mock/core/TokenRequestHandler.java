package dev.clientauth.mock.core;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.keys.KeyRestrictions;
import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where one provider takes requests: judges them, lets faults strike, records what came of it. Not thread-safe. */
public final class TokenRequestHandler {
    private final String provider;
    private final ServerContext bench;
    private final RequestValidator judge = new RequestValidator();
    private final Map<Profile, Profile> standIns = new HashMap<>();

    public TokenRequestHandler(String provider, ServerContext bench) {
        this.provider = provider;
        this.bench = bench;
    }

    /**
     * Receives a request that must carry client authentication: meets the next fault, and validates the request.
     *
     * @param registration the client, if it is registered
     * @param reason why the client is unknown, or its keys are, if that is so
     * @param notes how the provider obtained the keys
     */
    public ReceivedTokenRequest receive(
            Profile profile,
            Attempt attempt,
            @Nullable Registration registration,
            Optional<String> reason,
            List<String> notes) {
        Instant now = bench.clock().instant();
        Optional<Fault> fault = bench.faults().strike(provider);
        Registration registered = registration != null && fault.orElse(null) instanceof Fault.KeyReplaced
                ? replaced(registration)
                : registration;
        List<String> all = new ArrayList<>(notes);
        Registration usable = registered == null ? null : KeyRestrictions.usable(registered, attempt, all);
        ValidationResult result = judge.authenticated(judgedBy(profile, attempt), attempt, usable, now);
        Optional<String> keys = usable != null && usable.keys().isEmpty() && !all.isEmpty()
                ? Optional.of(String.join(" ", all))
                : Optional.empty();
        ReceivedTokenRequest received =
                new ReceivedTokenRequest(now, attempt, result, fault, reason.or(() -> keys), List.copyOf(all));
        if (received.isAccepted()) {
            judge.use(attempt, result.clientId(), now);
        }
        return received;
    }

    /** Records a request and the response that the provider gives, and returns what the client gets of it. */
    public ProviderResponse respond(ReceivedTokenRequest received, ProviderResponse response) {
        ProviderResponse sent = received.sent(response);
        return recorded(
                received.at(),
                received.attempt(),
                received.result().diagnosis(),
                sent,
                received.fault(),
                sent.status() >= 200 && sent.status() < 400 ? Optional.empty() : received.reason(response),
                received.notes());
    }

    /** Where others reach the mock by a name, its address is no more wrong than on loopback. */
    private Profile judgedBy(Profile profile, Attempt attempt) {
        String host = attempt.endpoint().map(URI::getHost).orElse("");
        return bench.names().contains(host.toLowerCase(Locale.ROOT))
                ? standIns.computeIfAbsent(profile, TokenRequestHandler::standIn)
                : profile;
    }

    private static Profile standIn(Profile profile) {
        Profile.Builder anywhere = profile.toBuilder();
        for (String rule : List.of("endpoint", "endpoint.https")) {
            if (profile.rule(rule).isPresent()) {
                anywhere.without(rule);
            }
        }
        return anywhere.build();
    }

    /** Judges a request that needs no client authentication. */
    public ValidationResult open(Profile profile, Attempt attempt) {
        return judge.open(profile, attempt, bench.clock().instant());
    }

    /** Notes what became of a request. */
    public ProviderResponse recorded(Attempt attempt, Diagnosis diagnosis, ProviderResponse reply) {
        return recorded(
                bench.clock().instant(), attempt, diagnosis, reply, Optional.empty(), Optional.empty(), List.of());
    }

    private ProviderResponse recorded(
            Instant now,
            Attempt attempt,
            Diagnosis diagnosis,
            ProviderResponse reply,
            Optional<Fault> fault,
            Optional<String> reason,
            List<String> notes) {
        Diagnosis answered = reply.status() < 400
                ? diagnosis
                : diagnosis.answered(new Answer(reply.status(), reply.error().orElse(null), null));
        bench.inbox()
                .record(
                        provider,
                        new RecordedRequest(
                                now, attempt, answered, reply.status(), reply.error(), fault, reason, notes));
        return reply;
    }

    /** Forgets which {@code jti} values were used. */
    public void forget() {
        judge.forget();
    }

    /** The registration with other keys of the same kind and name. */
    private static Registration replaced(Registration registration) {
        List<JWK> others = new ArrayList<>();
        try {
            for (JWK key : registration.keys()) {
                others.add(
                        key instanceof ECKey ec
                                ? new ECKeyGenerator(ec.getCurve())
                                        .keyID(key.getKeyID())
                                        .generate()
                                : new RSAKeyGenerator(2048)
                                        .keyID(key.getKeyID())
                                        .generate());
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("The mock could not make a key.", e);
        }
        return registration.withKeys(others);
    }
}
