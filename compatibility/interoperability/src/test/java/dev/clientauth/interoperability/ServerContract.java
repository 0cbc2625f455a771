// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a server of a third party accepts from the library, and what it makes of the same request with one fault. */
abstract class ServerContract {
    static final List<String> ALGORITHMS = List.of("ES256", "ES384", "RS256", "RS384", "PS256");
    static final Map<String, SigningKey> KEYS = keys();

    private static final Pattern ERROR = Pattern.compile("\"error\"\\s*:\\s*\"([^\"]+)\"");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Judge judge;

    ServerContract(Judge judge) {
        this.judge = judge;
    }

    private static Map<String, SigningKey> keys() {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        SigningKey rsa = SigningKey.generate(JWSAlgorithm.RS256);
        ALGORITHMS.forEach(name -> keys.put(
                name, name.startsWith("ES") ? SigningKey.generate(JWSAlgorithm.parse(name)) : rsa));
        return keys;
    }

    /** Returns the public keys of all clients. */
    static List<JWK> publicKeys() {
        return KEYS.values().stream().distinct().map(key -> (JWK) key.publicJwk()).toList();
    }

    /** Returns the client id of the client that is registered with an algorithm. */
    static String clientId(String algorithm) {
        return "client-" + algorithm.toLowerCase(java.util.Locale.ROOT);
    }

    /** Returns the profile with which the library addresses this server. */
    abstract Profile profile();

    /** Returns the faults that this server does not mind. */
    abstract Set<AssertionFault> accepted();

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "RS256", "RS384", "PS256"})
    void acceptsRequestsOfTheLibrary(String algorithm) {
        assertThat(client(algorithm, KEYS.get(algorithm)).accessToken().value()).isNotBlank();
        JudgeResults.record(judge, "_client_credentials_ by the library, " + algorithm, "accepted", "none", "none");
    }

    @Test
    void refusesTheLibraryWithAnotherKey() {
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(client("ES256", SigningKey.generate(JWSAlgorithm.ES256))::accessToken)
                .satisfies(refused -> {
                    assertThat(refused.error().code()).isEqualTo("invalid_client");
                    assertThat(refused.diagnosis().blocking()).isEmpty();
                });
    }

    @Test
    void acceptsTheRequestWithoutFault() throws Exception {
        assertThat(post(request().signed()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void judgesOneFault(AssertionFault fault) throws Exception {
        HandmadeRequest request = request(fault);
        boolean used = fault == AssertionFault.JTI_USED;
        if (used) {
            assertThat(post(request).statusCode()).isEqualTo(200);
        }
        judge(fault.description(), request, used, accepted().contains(fault));
    }

    /** Sends a request, records the result, and checks that an accepted request breaks no rule. */
    final void judge(String description, HandmadeRequest request, boolean used, boolean accepted) throws Exception {
        Instant sent = Instant.now();
        HttpResponse<String> response = post(request);
        Diagnosis diagnosis = profile().diagnose(request.toDiagnose(), context(sent, used));
        String broken = ids(diagnosis.blocking());
        boolean accepts = response.statusCode() == 200;
        JudgeResults.record(
                judge,
                description,
                accepts ? "accepted" : "refused: " + response.statusCode() + " `" + error(response) + "`",
                broken,
                ids(diagnosis.disputed()));
        assertThat(accepts)
                .as("%s: accepted, rules broken: %s, response: %s", description, broken, response.body())
                .isEqualTo(accepted);
        if (accepts) {
            assertThat(broken).as("the rules that an accepted request breaks").isEqualTo("none");
        } else {
            assertThat(response.statusCode()).isBetween(400, 401);
        }
    }

    final HttpResponse<String> post(HandmadeRequest request) throws Exception {
        return HTTP.send(request.toSend(), HttpResponse.BodyHandlers.ofString());
    }

    final ClientAuthenticator client(String algorithm, SigningKey key) {
        return ClientAuthenticator.builder(profile())
                .clientId(clientId(algorithm))
                .signingKey(key)
                .algorithm(JWSAlgorithm.parse(algorithm))
                .build();
    }

    final HandmadeRequest request() {
        return new HandmadeRequest(
                profile().tokenEndpoint().orElseThrow(),
                new HandmadeAssertion(clientId("ES256"), profile().issuer().orElseThrow(), KEYS.get("ES256")));
    }

    final HandmadeRequest request(AssertionFault fault) {
        HandmadeRequest request = request();
        return request.with(fault.in(request.assertion));
    }

    static EvaluationContext context(Instant sent, boolean used) {
        return EvaluationContext.unknown()
                .withRegistration(Registration.of(clientId("ES256"))
                        .withKeyId(KEYS.get("ES256").thumbprint())
                        .withKeys(List.of(KEYS.get("ES256").publicJwk())))
                .withSentAt(sent)
                .withUsedJti(jti -> used);
    }

    /** Returns the rules of findings, in Markdown. */
    private static String ids(List<Finding> findings) {
        return findings.isEmpty()
                ? "none"
                : findings.stream()
                        .map(finding -> "`" + finding.rule().id() + "`")
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String error(HttpResponse<String> response) {
        Matcher error = ERROR.matcher(response.body());
        return error.find() ? error.group(1) : "no error code";
    }
}
