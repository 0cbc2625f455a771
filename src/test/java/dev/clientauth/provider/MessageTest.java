// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A broken rule says precisely what was observed")
class MessageTest {

    static Stream<Arguments> faults() {
        long seconds = ValidRequest.NOW.getEpochSecond();
        return Stream.of(
                says("aud", "which differs by a trailing slash", a -> a.claims.put("aud", a.endpoint + "/")),
                says("aud", "an array instead of one string", a -> a.claims.put("aud", List.of(a.endpoint, "x"))),
                says("aud", "with white space around it", a -> a.claims.put("aud", a.endpoint + " ")),
                says("iss", "upper and lower case", a -> a.claims.put("iss", "36C92488-DC0C-4C3A-9E29-9F4A1E5EE8A4")),
                says("iat.seconds", "counts milliseconds", a -> a.claims.put("iat", seconds * 1000)),
                says(
                        "iat.seconds",
                        "too large for a number of seconds",
                        a -> a.claims.put("iat", seconds * 1_000_000_000)),
                says("iat.seconds", "a string", a -> a.claims.put("iat", "" + seconds)),
                says("iat.seconds", "with an exponent", a -> a.claims.put("iat", new BigDecimal("1E+99"))),
                says("iat.seconds", "not a number", a -> a.claims.put("iat", Map.of())),
                says("exp.seconds", "absent", a -> a.claims.remove("exp")),
                says("iat.not-in-future", "UTC was probably read as local time", a -> a.seconds("iat", 19_800 - 3)),
                says("iat.not-in-future", "37 seconds ahead", a -> a.seconds("iat", 37)),
                says(
                        "exp.in-future",
                        "; iat is 5 hours 30 minutes in the past, close to a time zone offset",
                        a -> TimeMutants.life(a, -19_810, -19_690)),
                says("aud", "\"\", which is empty", a -> a.claims.put("aud", "")),
                says("exp.in-future", "expired 1 minute ago", a -> TimeMutants.life(a, -120, -60)),
                says("exp.within-five-minutes", "5 minutes ahead, 500 milliseconds too far", a -> {
                    TimeMutants.life(a, -1, 300);
                    a.presentedAt = ValidRequest.NOW.minusMillis(500);
                }),
                says("signature.raw", "bytes of ASN.1 DER", a -> {
                    Es256Mutants.use(a, "ES384", TestKeys.P384);
                    der(a);
                }),
                says("signature.verifies", "made with another key", a -> a.signer = TestKeys.ANOTHER_RSA),
                says("alg.fits-key", "an algorithm for the registered P-384 key", a -> a.registeredKey(TestKeys.P384)),
                says(
                        "client-assertion",
                        "there is \"client-assertion\"",
                        a -> a.assertionParameter = "client-assertion"),
                says(
                        "parameters.in-body",
                        "in the URL: client_assertion, client_assertion_type, grant_type",
                        a -> a.inQuery = true),
                says("jti.length", "152 characters", a -> a.claims.put("jti", "j".repeat(152))),
                says("header.members", "\"cty\"", a -> a.header.put("cty", "JWT")));
    }

    private static void der(ValidRequest a) {
        SignatureMutants.all(TestKeys.ANOTHER_P384).get(0).spoil().accept(a);
    }

    private static Arguments says(String rule, String what, Consumer<ValidRequest> spoil) {
        return Arguments.of(rule, what, spoil);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void theMessageNamesTheFault(String rule, String what, Consumer<ValidRequest> spoil) {
        ValidRequest attempt = ValidRequests.epicSandbox();
        spoil.accept(attempt);

        Diagnosis diagnosis = Epic.sandbox().diagnose(attempt.attempt(), attempt.context());

        assertThat(diagnosis.broken())
                .filteredOn(f -> f.rule().name().equals(rule))
                .singleElement()
                .satisfies(f -> {
                    Verdict.Broken broken = (Verdict.Broken) f.verdict();
                    assertThat(broken.observed() + " / " + broken.expected()).contains(what);
                });
        assertThat(diagnosis.toString()).contains("epic." + rule, "observed:", "expected:", "remedy:", "source:");
    }

    @Test
    void anOptionalClientIdIsNotRecommended() {
        URI endpoint = URI.create(ValidRequests.ISSUER_TOKEN_ENDPOINT);
        for (Profile profile : List.of(
                Epic.sandbox(),
                SmartBackendServices.profile(endpoint),
                PrivateKeyJwt.profile(ValidRequests.ISSUER, endpoint))) {
            assertThat(profile.rules())
                    .filteredOn(rule -> rule.name().equals("client-id"))
                    .extracting(Rule::remedy)
                    .as(profile.id())
                    .containsExactly("Set client_id to the value of sub, or omit it.");
        }
    }
}
