// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.keys.KeyRestrictions;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Handles the requests of one provider: validates them, applies faults and records the result. Not thread-safe. */
public final class TokenRequestHandler {
    private static final String BASE_POINT = "WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY";

    private final String provider;
    private final ServerContext context;
    private final RequestValidator validator = new RequestValidator();
    private final Map<Profile, Profile> withoutEndpointRules = new HashMap<>();

    public TokenRequestHandler(String provider, ServerContext context) {
        this.provider = provider;
        this.context = context;
    }

    /**
     * Receives a request that must carry client authentication: applies the next fault and validates the request.
     *
     * @param registration the client, if it is registered
     * @param reason why the client or its keys are unknown, if they are
     * @param notes how the provider obtained the keys
     */
    public ReceivedTokenRequest receive(
            Profile profile,
            TokenRequest request,
            @Nullable Registration registration,
            Optional<String> reason,
            List<String> notes) {
        Instant now = context.clock().instant();
        Optional<Fault> fault =
                FaultKinds.ofUrl(request).or(() -> context.faults().take(provider));
        Registration registered = registration != null && fault.orElse(null) instanceof Fault.KeyReplaced
                ? replaced(registration)
                : registration;
        List<String> all = new ArrayList<>(notes);
        Registration usable = registered == null ? null : KeyRestrictions.usable(registered, request, all);
        ValidationResult result = validator.authenticated(effective(profile, request), request, usable, now);
        Optional<String> keys = usable != null && usable.keys().isEmpty() && !all.isEmpty()
                ? Optional.of(String.join(" ", all))
                : Optional.empty();
        ReceivedTokenRequest received =
                new ReceivedTokenRequest(now, request, result, fault, reason.or(() -> keys), List.copyOf(all));
        if (received.isAccepted()) {
            validator.use(request, result.clientId(), now);
        }
        return received;
    }

    /** Records a request and the response that the provider gives, and returns what the client receives. */
    public ProviderResponse respond(ReceivedTokenRequest received, ProviderResponse response) {
        ProviderResponse sent = received.sent(response);
        return recorded(
                received.at(),
                received.request(),
                received.result().diagnosis(),
                sent,
                received.fault(),
                sent.status() >= 200 && sent.status() < 400 ? Optional.empty() : received.reason(response),
                received.notes());
    }

    /** If the mock has a host name of its own, rules about the endpoint's host do not apply, as on loopback. */
    private Profile effective(Profile profile, TokenRequest request) {
        String host = request.endpoint().map(URI::getHost).orElse("");
        return context.names().contains(host.toLowerCase(Locale.ROOT))
                ? withoutEndpointRules.computeIfAbsent(profile, TokenRequestHandler::withoutEndpointRule)
                : profile;
    }

    private static Profile withoutEndpointRule(Profile profile) {
        Profile.Builder anywhere = profile.toBuilder();
        for (String rule : List.of("endpoint", "endpoint.https")) {
            if (profile.rule(rule).isPresent()) {
                anywhere.without(rule);
            }
        }
        return anywhere.build();
    }

    /** Validates a request that needs no client authentication. */
    public ValidationResult open(Profile profile, TokenRequest request) {
        return validator.open(profile, request, context.clock().instant());
    }

    public ProviderResponse recorded(TokenRequest request, Diagnosis diagnosis, ProviderResponse response) {
        return recorded(
                context.clock().instant(), request, diagnosis, response, Optional.empty(), Optional.empty(), List.of());
    }

    /** Records a request that was refused for a reason other than a rule, and returns the response. */
    public ProviderResponse recorded(
            TokenRequest request, Diagnosis diagnosis, ProviderResponse response, String reason) {
        return recorded(
                context.clock().instant(),
                request,
                diagnosis,
                response,
                Optional.empty(),
                Optional.of(reason),
                List.of());
    }

    private ProviderResponse recorded(
            Instant now,
            TokenRequest request,
            Diagnosis diagnosis,
            ProviderResponse response,
            Optional<Fault> fault,
            Optional<String> reason,
            List<String> notes) {
        Diagnosis complete = response.status() < 400
                ? diagnosis
                : diagnosis.withResponse(
                        new ErrorResponse(response.status(), response.error().orElse(null), null));
        context.log()
                .record(
                        provider,
                        new RecordedRequest(
                                now, request, complete, response.status(), response.error(), fault, reason, notes));
        return response;
    }

    /** Removes the used {@code jti} values. */
    public void forget() {
        validator.forget();
    }

    /** Returns the registration with other keys of the same type and id. */
    private static Registration replaced(Registration registration) {
        List<JWK> others = new ArrayList<>();
        try {
            for (JWK key : registration.keys()) {
                others.add(another(key));
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("The mock could not create a key.", e);
        }
        return registration.withKeys(others);
    }

    private static JWK another(JWK key) throws JOSEException {
        if (key instanceof ECKey ec) {
            return new ECKeyGenerator(ec.getCurve()).keyID(key.getKeyID()).generate();
        }
        // Any other point of the curve will do, such as its base point.
        return key instanceof OctetKeyPair
                ? new OctetKeyPair.Builder(Curve.Ed25519, new Base64URL(BASE_POINT))
                        .keyID(key.getKeyID())
                        .build()
                : new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate();
    }
}
