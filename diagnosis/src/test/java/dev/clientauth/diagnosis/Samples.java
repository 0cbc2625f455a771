// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.SignatureRules;
import dev.clientauth.profile.rules.TimeRules;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A small test provider, so that a new rule of a real provider does not change the golden files. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final String SIGNATURE = "c2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtYmUtc2VlbiE";
    static final URI ENDPOINT = URI.create("https://login.example.com/oauth2/token");

    private static final LocalDate READ = LocalDate.of(2026, 11, 20);
    private static final Citation PAGE = Citation.documented(
            "Example Login, Requesting a token", "https://docs.example.com/login/requesting-a-token", READ);
    private static final Citation FORUM = Citation.observed(
            "Example forum, thread 17",
            "https://forum.example.com/threads/invalid-client-although-everything-is-as-the-page-says-it-must-be-17",
            READ);

    static final Profile PROFILE = Profile.builder("example", "Example Login")
            .rule(RequestRules.post(PAGE))
            .with(Rules.tokenEndpoint(ENDPOINT, PAGE))
            .with(Rules.assertionParameter(AssertionParameter.CLIENT_ASSERTION, PAGE))
            .rule(RequestRules.scope("read", "invalid_scope", PAGE))
            .with(Rules.algorithms(PAGE, JWSAlgorithm.ES256))
            .rule(HeaderRules.keyId(Level.MUST, PAGE))
            .rule(ClaimRules.issuerIsClientId(PAGE))
            .rule(ClaimRules.audience("https://login.example.com", PAGE))
            .rule(TimeRules.wholeSeconds("iat", PAGE))
            .rule(TimeRules.wholeSeconds("exp", PAGE))
            .rule(TimeRules.expiresInFuture(PAGE))
            .rule(TimeRules.expiresWithin("exp.within-five-minutes", Duration.ofMinutes(5), PAGE))
            .rule(TimeRules.notInFuture(Level.SHOULD, "iat", FORUM))
            .rule(SignatureRules.verifies(PAGE))
            .knownCause(KnownCause.invalidClient(
                            "key-not-synced",
                            "The public key was changed a short while ago and has not reached every server.",
                            "See when the key was uploaded.",
                            "Wait, and retry at increasing intervals.",
                            PAGE)
                    .taking(Duration.ofMinutes(15)))
            .knownCause(KnownCause.invalidClient(
                            "key-set-cached",
                            "An older copy of the JWK Set is in use.",
                            "Fetch the JWK Set URL from outside and look for this kid.",
                            "Publish the new key beside the old one before signing with it.",
                            FORUM)
                    .taking(Duration.ofHours(29)))
            .build();

    private Samples() {}

    /** A request that breaks four rules and follows no recommendation. */
    static DiagnosisReport faulty() {
        TokenRequest request = request(
                "https://login.example.org/oauth2/token",
                "read+write",
                "{\"alg\":\"ES256\",\"kid\":\"key-1\"}",
                "{\"iss\":\"my-client\",\"aud\":\"https://login.example.com/\",\"iat\":"
                        + NOW.plusSeconds(3600).getEpochSecond()
                        + ",\"exp\":"
                        + NOW.plusSeconds(7200).getEpochSecond() + "}");
        EvaluationContext context = EvaluationContext.unknown()
                .withRegistration(Registration.of("my-client"))
                .withSentAt(NOW)
                .withResponse(new ErrorResponse(400, "invalid_scope", "The scope is unknown."));
        return DiagnosisReport.of(PROFILE.diagnose(request, context))
                .with(request)
                .notes(List.of("The curl command was read up to its first pipe."));
    }

    /** A request that breaks no rule, with few known facts. */
    static DiagnosisReport sound() {
        TokenRequest request = request(
                ENDPOINT.toString(),
                "read",
                "{\"alg\":\"ES256\",\"kid\":\"key-1\"}",
                "{\"iss\":\"my-client\",\"aud\":\"https://login.example.com\",\"iat\":"
                        + NOW.minusSeconds(10).getEpochSecond()
                        + ",\"exp\":"
                        + NOW.plusSeconds(110).getEpochSecond() + "}");
        EvaluationContext context = EvaluationContext.unknown()
                .withSentAt(NOW)
                .withResponse(new ErrorResponse(401, "invalid_client", null));
        return DiagnosisReport.of(PROFILE.diagnose(request, context)).with(request);
    }

    /** A refused request that breaks no rule for certain. */
    static DiagnosisReport disputed() {
        String claims = "{\"iss\":\"my-client\",\"aud\":\"https://login.example.com\",\"iat\":%d.5,\"exp\":%d}";
        TokenRequest request = request(
                ENDPOINT.toString(),
                "read",
                "{\"alg\":\"ES256\",\"kid\":\"key-1\"}",
                claims.formatted(
                        NOW.minusSeconds(180).getEpochSecond(),
                        NOW.minusSeconds(60).getEpochSecond()));
        Profile profile = PROFILE.toBuilder()
                .rule(TimeRules.expiresInFuture(PAGE)
                        .disputed("Some servers tolerate a difference between the clocks.")
                        .brokenIfDescribedAs("expired"))
                .rule(TimeRules.wholeSeconds("iat", PAGE)
                        .disputed("Some servers accept a fraction.")
                        .brokenIfDescribedAs("whole seconds"))
                .build();
        EvaluationContext context = EvaluationContext.unknown()
                .withSentAt(NOW)
                .withProviderClock(NOW)
                .withResponse(new ErrorResponse(401, "invalid_client", null));
        return DiagnosisReport.of(profile.diagnose(request, context)).with(request);
    }

    static TokenRequest request(String endpoint, String scope, String header, String claims) {
        return TokenRequest.builder()
                .method("POST")
                .endpoint(URI.create(endpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body("grant_type=client_credentials&scope=" + scope
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=" + URLEncoder.encode(jwt(header, claims), UTF_8))
                .build();
    }

    static String jwt(String header, String claims) {
        return Base64URL.encode(header) + "." + Base64URL.encode(claims) + "." + SIGNATURE;
    }
}
