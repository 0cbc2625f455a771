// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A request that its provider accepts, to which a fault can be added.
 *
 * <p>Built without the library: the members are plain JSON and Nimbus signs. It includes its registration and clocks.
 */
final class ValidRequest {
    /** The time of sending. */
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    final Map<String, Object> header = new LinkedHashMap<>();
    final Map<String, Object> claims = new LinkedHashMap<>();
    final Map<String, String> http = new LinkedHashMap<>();
    /** The form parameters in order, without the assertion. */
    final Map<String, String> form = new LinkedHashMap<>();

    final List<String> appended = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    final Set<String> usedJti = new HashSet<>();
    String method = "POST";
    String endpoint;
    /** The name of the parameter that contains the assertion. */
    String assertionParameter;

    boolean inQuery;
    JWK signer;
    String signedWith;
    String rawPayload;
    UnaryOperator<byte[]> signature = bytes -> bytes;
    UnaryOperator<String> compact = text -> text;
    String clientId;
    String teamId;
    String subject;
    String scope;
    String clientSecret;
    String keyId;
    String jwkSetUrl;
    KeyOrigin keyOrigin;
    List<JWK> onFile;
    Instant presentedAt = NOW;
    Instant providerClock;
    /** The description of the error with which the provider responded, if it did. */
    String response;

    String responseError = "invalid_client";

    ValidRequest(String endpoint, String assertionParameter, String clientId) {
        this.endpoint = endpoint;
        this.assertionParameter = assertionParameter;
        this.clientId = clientId;
        http.put("Content-Type", "application/x-www-form-urlencoded");
        http.put("Accept", "application/json");
    }

    /** Signs with this key and registers it under this id. */
    ValidRequest key(String alg, JWK key, String id) {
        header.put("alg", alg);
        header.put("kid", id);
        signer = key;
        onFile = List.of(named(key, id));
        return this;
    }

    /** Sets another {@code alg} than the one used for signing, or none. */
    void saysAlgorithm(Object alg) {
        signedWith = (String) header.get("alg");
        header.compute("alg", (name, old) -> alg);
    }

    /** Registers another key under the id in the header. */
    void registeredKey(JWK key) {
        onFile = List.of(named(key, onFile.get(0).getKeyID()));
    }

    static JWK named(JWK key, String id) {
        return key instanceof ECKey ec
                ? new ECKey.Builder(ec).keyID(id).build()
                : new RSAKey.Builder((RSAKey) key).keyID(id).build();
    }

    /** {@code iat}, {@code nbf} and {@code exp} as seconds from {@link #NOW}. */
    void seconds(String claim, long fromNow) {
        claims.put(claim, NOW.getEpochSecond() + fromNow);
    }

    /** The same registered client id, in {@code iss} and {@code sub} where they hold it, and as a parameter. */
    void clientIdEverywhere(String id) {
        claims.replaceAll((name, value) -> clientId.equals(value) ? id : value);
        form.replaceAll((name, value) -> clientId.equals(value) ? id : value);
        clientId = id;
    }

    String assertion() {
        String payload = rawPayload == null ? JSONObjectUtils.toJSONString(claims) : rawPayload;
        String input = Base64URL.encode(JSONObjectUtils.toJSONString(header)) + "." + Base64URL.encode(payload);
        JWSAlgorithm alg = JWSAlgorithm.parse(signedWith == null ? (String) header.get("alg") : signedWith);
        try {
            Base64URL made = new DefaultJWSSignerFactory()
                    .createJWSSigner(signer, alg)
                    .sign(new JWSHeader(alg), input.getBytes(UTF_8));
            return compact.apply(input + "." + Base64URL.encode(signature.apply(made.decode())));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    TokenRequest attempt() {
        Map<String, String> parameters = new LinkedHashMap<>(form);
        parameters.put(assertionParameter, assertion());
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, UTF_8)));
        pairs.addAll(appended);
        String query = inQuery ? "?" + String.join("&", pairs) : "";
        TokenRequest.Builder attempt = TokenRequest.builder().method(method).endpoint(URI.create(endpoint + query));
        http.forEach(attempt::header);
        faults.forEach(attempt::fault);
        return attempt.body(inQuery ? "" : String.join("&", pairs)).build();
    }

    EvaluationContext context() {
        Registration registration = Registration.of(clientId).withKeys(onFile);
        if (teamId != null) {
            registration = registration.withTeamId(teamId);
        }
        if (subject != null) {
            registration = registration.withSubject(subject);
        }
        if (scope != null) {
            registration = registration.withScope(scope);
        }
        if (clientSecret != null) {
            registration = registration.withClientSecret(clientSecret);
        }
        if (keyId != null) {
            registration = registration.withKeyId(keyId);
        }
        if (jwkSetUrl != null) {
            registration = registration.withJwkSetUrl(URI.create(jwkSetUrl));
        }
        if (keyOrigin != null) {
            registration = registration.withKeyOrigin(keyOrigin);
        }
        EvaluationContext context = EvaluationContext.unknown()
                .withRegistration(registration)
                .withSentAt(presentedAt)
                .withUsedJti(usedJti::contains);
        EvaluationContext timed = context.withProviderClock(providerClock == null ? presentedAt : providerClock);
        return response == null ? timed : timed.withResponse(new ErrorResponse(400, responseError, response));
    }
}
