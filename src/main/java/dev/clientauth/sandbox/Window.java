package dev.clientauth.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Where one provider takes requests: judges them, lets faults strike, records what came of it. Not thread-safe. */
final class Window {
    private final String provider;
    private final Workbench bench;
    private final Judge judge = new Judge();
    private final Map<Profile, Profile> standIns = new HashMap<>();

    Window(String provider, Workbench bench) {
        this.provider = provider;
        this.bench = bench;
    }

    /** Answers a request that must carry client authentication, by keys of which there is nothing to say. */
    Reply authenticated(
            Profile profile,
            Attempt attempt,
            @Nullable Registration registration,
            Function<String, Reply> refusal,
            Function<String, Reply> grant) {
        return authenticated(profile, attempt, registration, List.of(), refusal, grant);
    }

    /**
     * Answers a request that must carry client authentication.
     *
     * @param notes how the provider came by the keys
     * @param refusal the answer to an OAuth error
     * @param grant the answer to a request in order, by its client
     */
    Reply authenticated(
            Profile profile,
            Attempt attempt,
            @Nullable Registration registration,
            List<String> notes,
            Function<String, Reply> refusal,
            Function<String, Reply> grant) {
        Instant now = bench.clock().instant();
        Fault fault = bench.faults().strike(provider).orElse(null);
        Registration onFile =
                registration != null && fault instanceof Fault.KeyReplaced ? replaced(registration) : registration;
        List<String> reasons = new ArrayList<>(notes);
        Registration usable = onFile == null ? null : KeyRestrictions.usable(onFile, attempt, reasons);
        Judged judged = judge.authenticated(judgedBy(profile, attempt), attempt, usable, now);
        Reply reply;
        if (fault instanceof Fault.Status status) {
            reply = failed(status);
        } else if (fault instanceof Fault.Reset) {
            reply = Reply.reset();
        } else if (judged.error().isPresent()) {
            reply = refusal.apply(judged.error().get());
        } else if (fault instanceof Fault.KeyNotSynced) {
            reply = refusal.apply(Rule.DEFAULT_ERROR);
        } else {
            judge.use(attempt, judged.clientId(), now);
            reply = grant.apply(judged.clientId());
        }
        if (fault instanceof Fault.Slow slow) {
            reply = reply.after(slow.delay());
        } else if (fault instanceof Fault.AnswerLost) {
            reply = Reply.none();
        }
        return recorded(now, attempt, judged.diagnosis(), reply, Optional.ofNullable(fault), reasons);
    }

    /** Where others reach the sandbox by a name, its address is no more wrong than on loopback. */
    private Profile judgedBy(Profile profile, Attempt attempt) {
        String host = attempt.endpoint().map(URI::getHost).orElse("");
        return bench.names().contains(host.toLowerCase(Locale.ROOT))
                ? standIns.computeIfAbsent(profile, Window::standIn)
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

    private static Reply failed(Fault.Status fault) {
        Map<String, String> headers = fault.retryAfter()
                .map(wait -> Map.of("Retry-After", String.valueOf(wait.toSeconds())))
                .orElse(Map.of());
        return new Reply(fault.status(), headers, "", Optional.empty());
    }

    /** Judges a request that needs no client authentication. */
    Judged open(Profile profile, Attempt attempt) {
        return judge.open(profile, attempt, bench.clock().instant());
    }

    /** Notes what became of a request. */
    Reply recorded(Attempt attempt, Diagnosis diagnosis, Reply reply) {
        return recorded(bench.clock().instant(), attempt, diagnosis, reply, Optional.empty(), List.of());
    }

    private Reply recorded(
            Instant now, Attempt attempt, Diagnosis diagnosis, Reply reply, Optional<Fault> fault, List<String> notes) {
        Diagnosis answered = reply.status() < 400
                ? diagnosis
                : diagnosis.answered(new Answer(reply.status(), reply.error().orElse(null), null));
        bench.inbox()
                .record(
                        provider,
                        new ReceivedAttempt(now, attempt, answered, reply.status(), reply.error(), fault, notes));
        return reply;
    }

    /** Forgets which {@code jti} values were used. */
    void forget() {
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
            throw new IllegalStateException("The sandbox could not make a key.", e);
        }
        return registration.withKeys(others);
    }
}
