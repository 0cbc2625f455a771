// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;
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

    /** Returns the faults among those that it does not mind which the rules nevertheless call broken. */
    abstract Set<AssertionFault> stricterRules();

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "RS256", "RS384", "PS256"})
    void acceptsRequestsOfTheLibrary(String algorithm) {
        assertThat(client(algorithm, KEYS.get(algorithm)).accessToken().value()).isNotBlank();
        JudgeResults.record(judge, "_client_credentials_ by the library, " + algorithm, "accepted", "none");
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
        assertThat(post(assertion().signed()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void judgesOneFault(AssertionFault fault) throws Exception {
        String compact = fault.in(assertion());
        if (fault == AssertionFault.JTI_USED) {
            assertThat(post(compact).statusCode()).isEqualTo(200);
        }
        Instant sent = Instant.now();
        HttpResponse<String> response = post(compact);
        Set<String> broken = diagnosis(compact, sent, fault == AssertionFault.JTI_USED).blocking().stream()
                .map(finding -> "`" + finding.rule().id() + "`")
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        boolean accepts = response.statusCode() == 200;
        JudgeResults.record(
                judge,
                fault.description(),
                accepts ? "accepted" : "refused: " + response.statusCode() + " `" + error(response) + "`",
                broken.isEmpty() ? "none" : String.join(", ", broken));
        assertThat(accepts).as("accepted, %s, rules broken: %s", fault, broken).isEqualTo(accepted().contains(fault));
        if (accepts) {
            assertThat(!broken.isEmpty()).as("rules broken: %s", broken).isEqualTo(stricterRules().contains(fault));
        } else {
            assertThat(response.statusCode()).isBetween(400, 401);
        }
    }

    private ClientAuthenticator client(String algorithm, SigningKey key) {
        return ClientAuthenticator.builder(profile())
                .clientId(clientId(algorithm))
                .signingKey(key)
                .algorithm(JWSAlgorithm.parse(algorithm))
                .build();
    }

    private HandmadeAssertion assertion() {
        return new HandmadeAssertion(
                clientId("ES256"), profile().issuer().orElseThrow(), KEYS.get("ES256"));
    }

    private static Map<String, String> form(String compact) {
        return Map.of(
                "grant_type", "client_credentials",
                "client_id", clientId("ES256"),
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", compact);
    }

    private HttpResponse<String> post(String compact) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint())
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body(compact)))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI endpoint() {
        return profile().tokenEndpoint().orElseThrow();
    }

    private static String body(String compact) {
        return form(compact).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Diagnosis diagnosis(String compact, Instant sent, boolean used) {
        TokenRequest request = TokenRequest.builder()
                .endpoint(endpoint())
                .method("POST")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(body(compact))
                .build();
        return profile().diagnose(
                request,
                EvaluationContext.unknown()
                        .withRegistration(Registration.of(clientId("ES256"))
                                .withKeys(List.of(KEYS.get("ES256").publicJwk())))
                        .withSentAt(sent)
                        .withUsedJti(jti -> used));
    }

    private static String error(HttpResponse<String> response) {
        Matcher error = ERROR.matcher(response.body());
        return error.find() ? error.group(1) : "no error code";
    }
}
