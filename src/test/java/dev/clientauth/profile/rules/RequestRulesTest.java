// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.fakes.TestCertificates;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.check;
import static dev.clientauth.profile.RuleChecks.checkClaims;
import static dev.clientauth.profile.RuleChecks.checkHeader;
import static dev.clientauth.profile.RuleChecks.checkParameter;
import static dev.clientauth.profile.RuleChecks.member;
import static org.assertj.core.api.Assertions.assertThat;

/** The statements and verdicts of rules about the request, the header and the identifiers. */
class RequestRulesTest {
    private static final Verdict SATISFIED = Verdict.satisfied();

    @Test
    void alternativesAreListed() {
        assertThat(Rules.oneOf("a")).isEqualTo("\"a\"");
        assertThat(Rules.oneOf("a", "b")).isEqualTo("\"a\" or \"b\"");
        assertThat(Rules.oneOf("a", "b", "c")).isEqualTo("\"a\", \"b\" or \"c\"");
    }

    @Test
    void theAlgorithmIsAnAcceptedOne() {
        Rule one = HeaderRules.algorithm(List.of(JWSAlgorithm.ES256), GUIDE);
        Rule two = HeaderRules.algorithm(List.of(JWSAlgorithm.ES256, JWSAlgorithm.RS384), GUIDE);

        assertThat(one.statement()).isEqualTo("The header's alg is ES256.");
        assertThat(two.statement()).isEqualTo("The header's alg is one of ES256, RS384.");
        assertThat(two.remedy()).isEqualTo("Sign with ES256 or RS384 and set alg accordingly.");
        assertThat(checkHeader(two, Map.of("alg", "RS384"))).isEqualTo(SATISFIED);
        assertThat(checkHeader(two, Map.of("alg", "RS256"))).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void theTypeIsRequired() {
        Rule rule = HeaderRules.typeIs("client-authentication+jwt", GUIDE);

        assertThat(rule.name()).isEqualTo("typ.client-authentication-jwt");
        assertThat(checkHeader(rule, Map.of("typ", "client-authentication+jwt")))
                .isEqualTo(SATISFIED);
        assertThat(checkHeader(rule, Map.of("typ", "JWT")))
                .isEqualTo(Verdict.broken("\"JWT\"", "\"client-authentication+jwt\""));
        assertThat(checkHeader(rule, Map.of())).isEqualTo(Verdict.broken("absent", "\"client-authentication+jwt\""));
    }

    @Test
    void aKeyIdIsPresentEvenIfThereIsACertificate() {
        Rule rule = HeaderRules.keyIdOfRegisteredKey(GUIDE);

        assertThat(checkHeader(rule, Map.of("kid", "a"))).isEqualTo(SATISFIED);
        assertThat(checkHeader(rule, Map.of())).isEqualTo(Verdict.broken("no kid", "a kid"));
        assertThat(checkHeader(rule, Map.of("x5c", List.of())))
                .isEqualTo(Verdict.broken("no kid, only a certificate (x5c)", "a kid"));
    }

    @Test
    void theCertificateOfTheKeyIsFirst() throws Exception {
        Rule rule = HeaderRules.certificate(GUIDE);
        SigningKey signer = SigningKey.generate(JWSAlgorithm.ES256);
        Base64 certificate = Base64.encode(TestCertificates.of(signer).getEncoded());
        ECKey key = new ECKey.Builder(signer.publicJwk().toECKey())
                .x509CertChain(List.of(certificate))
                .build();
        String expected = hidden(certificate.toString());
        String two = "[other, " + certificate + "]";

        assertThat(checkCertificate(rule, key, Map.of("x5c", List.of(certificate.toString(), "other"))))
                .isEqualTo(SATISFIED);
        assertThat(checkCertificate(rule, key, Map.of("x5c", List.of("other", certificate.toString()))))
                .isEqualTo(Verdict.broken(hidden(two), expected));
        assertThat(checkCertificate(rule, key, Map.of("x5c", certificate.toString())))
                .as("a string")
                .isEqualTo(Verdict.broken(expected, expected));
        assertThat(checkCertificate(rule, key, Map.of("x5c", List.of()))).isEqualTo(Verdict.broken("[]", expected));
        assertThat(checkCertificate(rule, key, Map.of("typ", "JWT"))).isEqualTo(Verdict.broken("absent", expected));
        assertThat(checkCertificate(rule, key, Map.of("kid", "a")))
                .as("named otherwise")
                .isEqualTo(SATISFIED);
        assertThat(checkCertificate(rule, key, Map.of("kid", "a", "x5c", List.of("other"))))
                .isEqualTo(Verdict.broken("[other]", expected));
    }

    @Test
    void theThumbprintIsThatOfTheKeyOrOfItsCertificate() throws Exception {
        SigningKey signer = SigningKey.generate(JWSAlgorithm.ES256);
        byte[] certificate = TestCertificates.of(signer).getEncoded();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate);
        ECKey key = signer.publicJwk().toECKey();
        ECKey withThumbprint = new ECKey.Builder(key)
                .x509CertSHA256Thumbprint(new Base64URL("abc"))
                .build();
        ECKey withCertificate = new ECKey.Builder(key)
                .x509CertChain(List.of(Base64.encode(certificate)))
                .build();

        assertThat(thumbprint(withThumbprint)).isEqualTo(FactValue.value("abc"));
        assertThat(thumbprint(withCertificate))
                .isEqualTo(FactValue.value(Base64URL.encode(hash).toString()));
        assertThat(thumbprint(key)).isEqualTo(FactValue.missing("the certificate"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, absent",
                "text/plain, '\"text/plain\"'",
                "'', '\"\"'",
                "application/x-www-form-urlencoded, ",
                "APPLICATION/X-WWW-Form-UrlEncoded ; charset=utf-8, ",
            })
    void theBodyIsDeclaredAsAForm(String type, String observed) {
        TokenRequest.Builder request = TokenRequest.builder().header("Accept", "*/*");
        if (type != null) {
            request.header("Content-Type", type);
        }

        assertThat(check(RequestRules.formContentType(GUIDE), request))
                .isEqualTo(
                        observed == null
                                ? SATISFIED
                                : Verdict.broken(observed, "\"application/x-www-form-urlencoded\""));
    }

    @Test
    void theContentTypeHasNoParameters() {
        Rule rule = RequestRules.plainContentType(GUIDE);

        assertThat(check(rule, TokenRequest.builder().header("Content-Type", "text/plain")))
                .isEqualTo(SATISFIED);
        assertThat(check(rule, TokenRequest.builder().header("Content-Type", ";charset=utf-8")))
                .isEqualTo(Verdict.broken("\";charset=utf-8\"", "\"application/x-www-form-urlencoded\""));
        assertThat(check(rule, TokenRequest.builder().header("Accept", "*/*")))
                .isEqualTo(new Verdict.NotApplicable("there is no Content-Type header"));
    }

    @Test
    void theGrantTypeIsAnAcceptedOne() {
        Rule one = RequestRules.grantType(List.of("client_credentials"), GUIDE);
        Rule two = RequestRules.grantType(List.of("client_credentials", "refresh_token"), GUIDE);

        assertThat(one.statement()).isEqualTo("grant_type is client_credentials.");
        assertThat(two.statement()).isEqualTo("grant_type is one of client_credentials, refresh_token.");
        assertThat(checkParameter(two, "grant_type", "refresh_token")).isEqualTo(SATISFIED);
        assertThat(checkParameter(one, "grant_type", "refresh_token"))
                .isEqualTo(Verdict.broken("\"refresh_token\"", "client_credentials"));
        assertThat(checkParameter(one, "scope", "read")).isEqualTo(Verdict.broken("absent", "client_credentials"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a", "a'", "\u201Ca", "a ", "\ta", "\u00A0a", "a\u2003", " "})
    void aValueInQuotesOrWhiteSpaceIsNamed(String value) {
        assertThat(checkParameter(RequestRules.unquoted(GUIDE), "code", value))
                .isEqualTo(Verdict.broken(
                        "with quotes or white space: code", "values without surrounding quotes or white space"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a \"b\" c"})
    void otherValuesAreAccepted(String value) {
        assertThat(checkParameter(RequestRules.unquoted(GUIDE), "code", value)).isEqualTo(SATISFIED);
    }

    @Test
    void theJtiIsAString() {
        Rule required = ClaimRules.jti(GUIDE);
        Rule optional = ClaimRules.jtiIfPresent(GUIDE);

        assertThat(required.statement()).isEqualTo("jti is present and is a string.");
        assertThat(optional.statement()).isEqualTo("jti, if present, is a string.");
        assertThat(checkClaims(required, Map.of())).isEqualTo(Verdict.broken("absent", "a unique string"));
        assertThat(checkClaims(optional, Map.of())).isEqualTo(SATISFIED);
        assertThat(checkClaims(optional, member("jti", null))).isEqualTo(Verdict.broken("absent", "a unique string"));
        for (Rule rule : List.of(required, optional)) {
            assertThat(checkClaims(rule, Map.of("jti", "a"))).isEqualTo(SATISFIED);
            assertThat(checkClaims(rule, Map.of("jti", ""))).isEqualTo(Verdict.broken("empty", "a unique string"));
            assertThat(checkClaims(rule, Map.of("jti", 5L)))
                    .isEqualTo(Verdict.broken("not a string", "a unique string"));
        }
    }

    @Test
    void theLengthOfTheJtiIsLimited() {
        Rule atLeast = ClaimRules.jtiAtLeast(2, GUIDE);
        Rule atMost = ClaimRules.jtiAtMost(2, GUIDE);

        assertThat(checkClaims(atLeast, Map.of("jti", "ab"))).isEqualTo(SATISFIED);
        assertThat(checkClaims(atMost, Map.of("jti", "ab"))).isEqualTo(SATISFIED);
        assertThat(checkClaims(atLeast, Map.of("jti", "a")))
                .isEqualTo(Verdict.broken("1 character", "at least 2 characters"));
        assertThat(checkClaims(atMost, Map.of("jti", "abc")))
                .isEqualTo(Verdict.broken("3 characters", "at most 2 characters"));
    }

    @Test
    void anAudienceMayBeAmongOthers() {
        Rule rule = ClaimRules.audienceIncludes("server", GUIDE);

        assertThat(checkClaims(rule, Map.of("aud", "server"))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of("aud", List.of("a", "server")))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of("aud", List.of("a")))).isEqualTo(Verdict.broken("[a]", "\"server\""));
        assertThat(checkClaims(rule, Map.of())).isEqualTo(Verdict.broken("absent", "\"server\""));
        assertThat(audience(List.of("a"))).isEqualTo(FactValue.value("a"));
        assertThat(audience("a")).isEqualTo(FactValue.value("a"));
        assertThat(audience(List.of("a", "b"))).isEqualTo(FactValue.absent("aud is not one string"));
        assertThat(audience(List.of(5L))).isEqualTo(FactValue.absent("aud is not one string"));
    }

    private static FactValue<String> audience(Object aud) {
        DecodedAssertion assertion = DecodedAssertion.unsigned(Map.of("alg", "ES256"), Map.of("aud", aud));
        return Facts.audience()
                .in(new RuleContext(TokenRequest.builder().assertion(assertion).build(), EvaluationContext.unknown()));
    }

    private static FactValue<String> thumbprint(ECKey key) {
        return Facts.certificateThumbprint()
                .in(new RuleContext(TokenRequest.builder().build(), registered(key)));
    }

    private static Verdict checkCertificate(Rule rule, ECKey key, Map<String, Object> header) {
        return check(
                rule, TokenRequest.builder().assertion(DecodedAssertion.unsigned(header, Map.of())), registered(key));
    }

    private static String hidden(String value) {
        return "(" + value.length() + " characters, not shown)";
    }

    private static EvaluationContext registered(ECKey key) {
        return EvaluationContext.unknown()
                .withRegistration(Registration.of("client").withKeys(List.of(key)));
    }
}
