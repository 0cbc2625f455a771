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

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.check;
import static dev.clientauth.profile.RuleChecks.checkHeader;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules about the JOSE header. */
class HeaderRulesTest {
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
