// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The settings of a profile, and the registration to which it is applied. */
class ProfileTest {
    private static final URI ENDPOINT = URI.create("https://as.example.com/token");
    private static final Field ASSERTION = Field.parameter("client_assertion");
    private static final ResponseFormat FORMAT = new ResponseFormat(Duration.ofMinutes(5), "bearer", false, true);
    private static final KnownCause CAUSE =
            KnownCause.invalidClient("not-mapped", "The client is not mapped.", "Ask.", "Map it.", GUIDE);

    @Test
    void theDefaultsAreThoseOfMostProviders() {
        Profile profile =
                Profile.builder("test", "Test").algorithms(JWSAlgorithm.ES256).build();

        assertThat(profile.assertionParameter()).isEqualTo(AssertionParameter.CLIENT_ASSERTION);
        assertThat(profile.assertionReuse()).isEqualTo(AssertionReuse.ONCE);
        assertThat(profile.lifetime()).isEqualTo(Duration.ofMinutes(2));
        assertThat(profile.issuedAtBackdate()).isEqualTo(Duration.ofSeconds(10));
        assertThat(profile.chosenClaims()).containsExactly("iat", "exp", "jti");
        assertThat(profile.responseFormat()).isEqualTo(ResponseFormat.STANDARD);
        assertThat(profile.rotatesRefreshTokens()).isTrue();
        assertThat(profile.issuesTokensForUsers()).isFalse();
        assertThat(profile.tokenEndpoint()).isEmpty();
        assertThat(profile.issuer()).isEmpty();
        assertThat(profile.rules()).isEmpty();
        assertThat(profile.knownCauses()).isEmpty();
        assertThat(profile.recognition()).isEqualTo(Recognition.NONE);
        assertThat(profile).hasToString("Test");
    }

    @Test
    void aCopyHasAllSettingsOfTheOriginal() {
        Recognition recognition =
                new Recognition(List.of(new Recognition.ProviderHint(1, "any request", any -> true)), List.of());
        Profile original = Profile.builder("test", "Test")
                .algorithms(JWSAlgorithm.ES256, JWSAlgorithm.RS384)
                .assertionParameter(AssertionParameter.CLIENT_SECRET)
                .assertionReuse(AssertionReuse.UNTIL_EXPIRY)
                .lifetime(Duration.ofMinutes(5))
                .issuedAtBackdate(Duration.ZERO)
                .chosenClaims("iat", "exp")
                .responseFormat(FORMAT)
                .rotatesRefreshTokens(false)
                .issuesTokensForUsers(true)
                .tokenEndpoint(ENDPOINT)
                .issuer("https://as.example.com")
                .rule(fixed("iss", "client"))
                .knownCause(CAUSE)
                .recognition(recognition)
                .build();

        for (Profile copy : List.of(
                original.toBuilder().build(), original.toBuilder("copy", "Copy").build())) {
            assertThat(copy.algorithms()).containsExactly(JWSAlgorithm.ES256, JWSAlgorithm.RS384);
            assertThat(copy.assertionParameter()).isEqualTo(AssertionParameter.CLIENT_SECRET);
            assertThat(copy.assertionReuse()).isEqualTo(AssertionReuse.UNTIL_EXPIRY);
            assertThat(copy.lifetime()).isEqualTo(Duration.ofMinutes(5));
            assertThat(copy.issuedAtBackdate()).isEqualTo(Duration.ZERO);
            assertThat(copy.chosenClaims()).containsExactly("iat", "exp");
            assertThat(copy.responseFormat()).isEqualTo(FORMAT);
            assertThat(copy.rotatesRefreshTokens()).isFalse();
            assertThat(copy.issuesTokensForUsers()).isTrue();
            assertThat(copy.tokenEndpoint()).contains(ENDPOINT);
            assertThat(copy.issuer()).contains("https://as.example.com");
            assertThat(copy.rules()).map(Rule::id).containsExactly(copy.id() + ".iss");
            assertThat(copy.knownCauses()).containsExactly(CAUSE);
            assertThat(copy.recognition()).isEqualTo(recognition);
        }
        assertThat(original.toBuilder("copy", "Copy").build()).hasToString("Copy");
        assertThat(original.toBuilder().build()).hasToString("Test");
        assertThat(original.toBuilder().withoutKnownCauses().build().knownCauses())
                .isEmpty();
    }

    @Test
    void aRuleReplacesTheOneWithItsNameAndCanBeRemoved() {
        Profile profile = builder()
                .rule(fixed("iss", "one"))
                .rule(fixed("sub", "one"))
                .rule(fixed("iss", "two"))
                .build();

        assertThat(profile.rules()).map(Rule::name).containsExactly("iss", "sub");
        assertThat(profile.rule("sub").orElseThrow().id()).isEqualTo("test.sub");
        assertThat(profile.rule("aud")).isEmpty();
        assertThat(profile.fieldValues(ENDPOINT, Registration.of("client")).values())
                .isEqualTo(Map.of(Field.claim("iss"), "two", Field.claim("sub"), "one"));
        assertThat(profile.toBuilder().without("iss").build().rules())
                .map(Rule::name)
                .containsExactly("sub");
        assertThatThrownBy(() -> profile.toBuilder().without("aud"))
                .hasMessage("There is no rule aud in Test; it has iss, sub.");
    }

    @Test
    void aRequestNeedsAnAssertionUnlessARuleForItsParameterDoesNotApply() {
        Fact<String> otherGrant = context -> context.request()
                .parameter("grant_type")
                .filter(grant -> !grant.equals("jwt"))
                .map(FactValue::value)
                .orElse(FactValue.absent("the JWT is the grant"));
        Profile profile = builder()
                .rule(complete(Rule.must("assertion.present"), ASSERTION)
                        .check(Fact.of(""), any -> Verdict.satisfied())
                        .onlyWith(otherGrant))
                .rule(complete(Rule.must("assertion.always"), ASSERTION).check(Fact.of(""), any -> Verdict.satisfied()))
                .rule(complete(Rule.must("other"), Field.parameter("scope"))
                        .check(Fact.of(""), any -> Verdict.satisfied())
                        .onlyWith(context -> FactValue.absent("there is no scope")))
                .build();

        assertThat(profile.takesAssertion(granted("client_credentials"))).isTrue();
        assertThat(profile.takesAssertion(granted("jwt"))).isFalse();
        assertThat(builder().build().takesAssertion(granted("jwt"))).isTrue();
    }

    @Test
    void onlyCausesOfItsGrantTypeExplainARequest() {
        Profile profile = builder()
                .knownCause(CAUSE.withGrants("authorization_code"))
                .knownCause(KnownCause.invalidClient("always", "It is off.", "Ask.", "Turn it on.", GUIDE))
                .build();
        EvaluationContext context = EvaluationContext.unknown();

        assertThat(profile.diagnose(granted("authorization_code"), context).knownCauses())
                .map(KnownCause::id)
                .containsExactly("not-mapped", "always");
        assertThat(profile.diagnose(granted("client_credentials"), context).knownCauses())
                .map(KnownCause::id)
                .containsExactly("always");
        assertThat(profile.diagnose(TokenRequest.builder().build(), context).knownCauses())
                .hasSize(2);
    }

    @Test
    void theMissingFactsOfRequiredMembersAreListed() {
        Profile profile = builder()
                .rule(fixed(Rule.must("kid"), Field.header("kid"), FactValue.missing("the Key ID")))
                .rule(fixed(Rule.must("iss"), Field.claim("iss"), FactValue.missing("the Team ID")))
                .rule(fixed(Rule.should("typ"), Field.header("typ"), FactValue.missing("the type")))
                .rule(fixed(Rule.must("id"), Field.parameter("client_id"), FactValue.missing("the client id")))
                .rule(fixed(Rule.must("jku"), Field.header("jku"), FactValue.absent("none is registered")))
                .rule(fixed("sub", "client"))
                .build();
        FieldValues values = profile.fieldValues(ENDPOINT, Registration.of("client"));

        assertThat(values.missing()).isEqualTo(new TreeSet<>(List.of("the Key ID", "the Team ID")));
        assertThat(values.in(Field.Part.CLAIM)).isEqualTo(Map.of("sub", "client"));
        assertThat(values.in(Field.Part.HEADER)).isEmpty();
    }

    @Test
    void anIncompleteProfileOrRuleIsRejected() {
        assertThatThrownBy(() -> Profile.builder("test", "Test").build())
                .hasMessage("The profile Test has no algorithm; add Rules.algorithms(…).");
        assertThatThrownBy(() -> Rule.must("iss").about(Field.claim("iss")).check(Fact.of(""), any -> null))
                .hasMessage("Rule iss is incomplete: a rule needs a field, a statement, a remedy and a source.");
    }

    @Test
    void aRegistrationKeepsWhatItIsGiven() throws Exception {
        URI jwkSet = URI.create("https://app.example.com/jwks");
        Registration registration = Registration.of("client")
                .withTeamId("DEF123GHIJ")
                .withKeyId("ABC123DEFG")
                .withSubject("user")
                .withScope("read write")
                .withClientSecret("secret")
                .withJwkSetUrl(jwkSet);

        assertThat(registration.clientId()).isEqualTo("client");
        assertThat(registration.teamId()).contains("DEF123GHIJ");
        assertThat(registration.keyId()).contains("ABC123DEFG");
        assertThat(registration.subject()).contains("user");
        assertThat(registration.scope()).contains("read write");
        assertThat(registration.clientSecret()).contains("secret");
        assertThat(registration.jwkSetUrl()).contains(jwkSet);
        assertThat(registration.keyOrigin()).contains(Registration.KeyOrigin.JWK_SET_URL);
        assertThat(registration.withKeyOrigin(Registration.KeyOrigin.STATIC).keyOrigin())
                .contains(Registration.KeyOrigin.STATIC);
        assertThat(Registration.of("client").keyOrigin()).isEmpty();
        assertThat(Registration.of("client").clientSecret()).isEmpty();
        assertThat(registration).hasToString("Registration of client");
        assertThat(Registration.KeyOrigin.JWK_SET_URL).hasToString("jwk-set-url");
    }

    @Test
    void theKeyIdIsThatOfTheOnlyKeyUnlessAnotherIsSet() throws Exception {
        var key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        var other = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
        Registration registration = Registration.of("client").withKeys(List.of(key));

        assertThat(registration.keyId()).contains("one");
        assertThat(registration.withKeyId("three").keyId()).contains("three");
        assertThat(registration.withKeys(List.of(key, other)).keyId()).isEmpty();
        assertThat(registration.withKeys(List.of(key, other)).withKeyId("two").keyId())
                .contains("two");
        assertThat(registration.keys()).containsExactly(key.toPublicJWK());
        assertThat(Registration.of("client").keyId()).isEmpty();
    }

    private static Profile.Builder builder() {
        return Profile.builder("test", "Test").algorithms(JWSAlgorithm.ES256);
    }

    private static TokenRequest granted(String grant) {
        return TokenRequest.builder().parameter("grant_type", grant).build();
    }

    private static Rule fixed(String claim, String value) {
        return complete(Rule.must(claim), Field.claim(claim)).fixed(value);
    }

    private static Rule fixed(Rule.Builder rule, Field field, FactValue<String> value) {
        return complete(rule, field).fixed(context -> value);
    }

    private static Rule.Builder complete(Rule.Builder rule, Field field) {
        return rule.about(field).states("It is set.").remedy("Set it.").source(GUIDE);
    }
}
