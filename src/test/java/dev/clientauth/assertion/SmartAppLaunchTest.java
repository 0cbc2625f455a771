// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.fakes.Vectors;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The worked example of SMART App Launch 2.2: its keys, its two assertions, and their diagnosis by this library's profile.
 */
class SmartAppLaunchTest {
    private static final String CLIENT = "https://bili-monitor.example.com";
    private static final String ENDPOINT = "https://authorize.smarthealthit.org/token";
    private static final Instant EXPIRY = Instant.ofEpochSecond(1_422_568_860);
    private static final Profile SMART = SmartBackendServices.profile(URI.create(ENDPOINT));

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "ES384"})
    void theExampleVerifiesWithThePublishedKey(String algorithm) throws Exception {
        JWSObject jws = JWSObject.parse(assertion(algorithm));
        AsymmetricJWK key = (AsymmetricJWK) publicKeys(algorithm).get(0);
        assertThat(jws.verify(new DefaultJWSVerifierFactory().createJWSVerifier(jws.getHeader(), key.toPublicKey())))
                .isTrue();
    }

    @Test
    void theRs384ExampleIsReproducedByteForByte() {
        String header = "{\"alg\":\"RS384\",\"kid\":\"eee9f17a3b598fd86417a980b591fbe6\",\"typ\":\"JWT\"}";
        String claims = "{\"iss\":\"https://bili-monitor.example.com\",\"sub\":\"https://bili-monitor.example.com\","
                + "\"aud\":\"https://authorize.smarthealthit.org/token\",\"exp\":1422568860,"
                + "\"jti\":\"random-non-reusable-jwt-id-123\"}";
        assertThat(CompactJws.sign(header.getBytes(UTF_8), claims.getBytes(UTF_8), JWSAlgorithm.RS384, key("RS384")))
                .isEqualTo(assertion("RS384"));
    }

    @Test
    void theEs384ExampleSignedAgainVerifiesWithThePublishedKey() throws Exception {
        String theirs = assertion("ES384");
        String ours =
                CompactJws.sign(Vectors.part(theirs, 0), Vectors.part(theirs, 1), JWSAlgorithm.ES384, key("ES384"));
        assertThat(ours.substring(0, ours.lastIndexOf('.'))).isEqualTo(theirs.substring(0, theirs.lastIndexOf('.')));
        assertThat(Vectors.part(ours, 2)).hasSize(96);
        JWSObject jws = JWSObject.parse(ours);
        AsymmetricJWK key = (AsymmetricJWK) publicKeys("ES384").get(0);
        assertThat(jws.verify(new DefaultJWSVerifierFactory().createJWSVerifier(jws.getHeader(), key.toPublicKey())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "ES384"})
    void theExampleBreaksNoRuleInItsLastFiveMinutes(String algorithm) throws Exception {
        for (long secondsLeft : new long[] {300, 150, 1}) {
            Diagnosis diagnosis = judged(algorithm, EXPIRY.minusSeconds(secondsLeft));
            assertThat(diagnosis.broken())
                    .as("%s s before it expires", secondsLeft)
                    .isEmpty();
            assertThat(verdict(diagnosis, "signature.verifies")).isInstanceOf(Verdict.Satisfied.class);
            assertThat(verdict(diagnosis, "jti.unused")).isInstanceOf(Verdict.Unknown.class);
        }
    }

    @Test
    void theExampleIsTooFarAheadBeforeItsLastFiveMinutes() throws Exception {
        assertThat(brokenIds(judged("RS384", EXPIRY.minusSeconds(301))))
                .containsExactly("smart-backend-services.exp.within-five-minutes");
    }

    @Test
    void theExampleHasExpiredAtItsExp() throws Exception {
        assertThat(judged("RS384", EXPIRY).unsafe())
                .extracting(f -> f.rule().id())
                .containsExactly("smart-backend-services.exp.in-future");
    }

    @Test
    void theExampleDoesNotVerifyWithTheOtherKey() throws Exception {
        Diagnosis diagnosis = SMART.diagnose(
                attempt("RS384"),
                EvaluationContext.unknown()
                        .withSentAt(EXPIRY.minusSeconds(60))
                        .withRegistration(Registration.of(CLIENT).withKeys(publicKeys("ES384"))));
        assertThat(brokenIds(diagnosis)).contains("smart-backend-services.alg.fits-key");
        assertThat(verdict(diagnosis, "signature.verifies")).isNotInstanceOf(Verdict.Satisfied.class);
    }

    private static Diagnosis judged(String algorithm, Instant now) throws Exception {
        return SMART.diagnose(
                attempt(algorithm),
                EvaluationContext.unknown()
                        .withSentAt(now)
                        .withRegistration(Registration.of(CLIENT).withKeys(publicKeys(algorithm))));
    }

    private static TokenRequest attempt(String algorithm) {
        return TokenRequest.builder()
                .method("POST")
                .endpoint(URI.create(ENDPOINT))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("grant_type=client_credentials&scope=system%2F*.rs"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=" + assertion(algorithm))
                .build();
    }

    private static Verdict verdict(Diagnosis diagnosis, String rule) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.rule().name().equals(rule))
                .map(Finding::verdict)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> brokenIds(Diagnosis diagnosis) {
        return diagnosis.broken().stream().map(Finding::rule).map(Rule::id).toList();
    }

    private static String assertion(String algorithm) {
        return Vectors.read("smart-app-launch/" + algorithm + ".jwt");
    }

    private static List<JWK> publicKeys(String algorithm) throws Exception {
        return JWKSet.parse(Vectors.read("smart-app-launch/" + algorithm + ".public.json"))
                .getKeys();
    }

    private static SigningKey key(String algorithm) {
        return SigningKey.parse(Vectors.read("smart-app-launch/" + algorithm + ".private.json"));
    }
}
