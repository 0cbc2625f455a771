// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The two assertions in SMART App Launch 2.2, "Example JWKS and signatures", which were created independently of this
 * library.
 */
@DisplayName("The worked example of SMART App Launch satisfies every rule of SMART Backend Services")
class WorkedExampleTest {

    private static final String ENDPOINT = "https://authorize.smarthealthit.org/token";
    private static final Instant EXPIRY = Instant.ofEpochSecond(1_422_568_860);

    @ParameterizedTest
    @CsvSource({"RS384, eee9f17a3b598fd86417a980b591fbe6", "ES384, cd520211e5661dbba2256f67f6d53f97"})
    void itIsAcceptedInItsLastFiveMinutes(String algorithm, String keyId) throws IOException, ParseException {
        for (int left : List.of(1, 60, 300)) {
            Diagnosis diagnosis = diagnose(algorithm, keyId, EXPIRY.minusSeconds(left));

            assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
            assertThat(diagnosis.unknown()).as("%s", diagnosis).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"RS384, eee9f17a3b598fd86417a980b591fbe6", "ES384, cd520211e5661dbba2256f67f6d53f97"})
    void itIsRejectedBeforeAndAfter(String algorithm, String keyId) throws IOException, ParseException {
        assertThat(diagnose(algorithm, keyId, EXPIRY).disputed())
                .extracting(f -> f.rule().name())
                .containsExactly("exp.in-future");
        assertThat(diagnose(algorithm, keyId, EXPIRY.plusSeconds(300)).broken())
                .extracting(f -> f.rule().name())
                .containsExactly("exp.within-tolerance");
        assertThat(diagnose(algorithm, keyId, EXPIRY.minusSeconds(301)).broken())
                .extracting(f -> f.rule().name())
                .containsExactly("exp.within-five-minutes");
    }

    private static Diagnosis diagnose(String algorithm, String keyId, Instant at) throws IOException, ParseException {
        JWK key = JWKSet.parse(text(algorithm + ".public.json")).getKeyByKeyId(keyId);
        TokenRequest attempt = TokenRequest.builder()
                .method("POST")
                .endpoint(URI.create(ENDPOINT))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .parameter("grant_type", "client_credentials")
                .parameter("scope", "system/*.rs")
                .parameter("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .parameter("client_assertion", text(algorithm + ".jwt").strip())
                .build();
        EvaluationContext context = EvaluationContext.unknown()
                .withRegistration(
                        Registration.of("https://bili-monitor.example.com").withKeys(List.of(key)))
                .withSentAt(at)
                .withProviderClock(at)
                .withUsedJti(jti -> false);
        return SmartBackendServices.profile(URI.create(ENDPOINT)).diagnose(attempt, context);
    }

    private static String text(String name) throws IOException {
        try (InputStream file = WorkedExampleTest.class.getResourceAsStream("/vectors/smart-app-launch/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
        }
    }
}
