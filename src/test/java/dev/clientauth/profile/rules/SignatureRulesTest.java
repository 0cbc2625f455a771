// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleChecks;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** The form of an assertion and of its signature, and the key that made it. */
class SignatureRulesTest {
    private static final byte[] INPUT = "e30.e30".getBytes(US_ASCII);
    private static ECKey ec;
    private static ECKey p521;
    private static RSAKey rsa;

    @BeforeAll
    static void createKeys() throws Exception {
        ec = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        p521 = new ECKeyGenerator(Curve.P_521).generate();
        rsa = new RSAKeyGenerator(2048).keyID("two").generate();
    }

    @Test
    void theParameterWithAMalformedAssertionIsNamed() {
        Rule rule = SignatureRules.compact(GUIDE);

        assertThat(RuleChecks.checkParameter(rule, "client_secret", "e30.e30"))
                .isEqualTo(Verdict.broken("client_secret: it has 2 parts", "header.payload.signature"));
        assertThat(RuleChecks.check(rule, TokenRequest.builder().assertion("e30.e30")))
                .isEqualTo(Verdict.broken("it has 2 parts", "header.payload.signature"));
        assertThat(RuleChecks.check(
                        rule, TokenRequest.builder().assertion("e30").parameter("scope", "read")))
                .isEqualTo(Verdict.broken("it has no dots", "header.payload.signature"));
    }

    @Test
    void aProviderMayReadDuplicateMembers() {
        TokenRequest.Builder twice =
                TokenRequest.builder().assertion(Base64URL.encode("{\"a\":1,\"a\":1}") + ".e30.AAAA");
        Rule lenient = SignatureRules.compactWithDuplicates(GUIDE);

        assertThat(RuleChecks.check(lenient, twice)).isEqualTo(Verdict.satisfied());
        assertThat(RuleChecks.check(lenient, TokenRequest.builder().assertion("e30.e30")))
                .isEqualTo(Verdict.broken("it has 2 parts", "header.payload.signature"));
        assertThat(RuleChecks.check(SignatureRules.compact(GUIDE), twice))
                .isEqualTo(Verdict.broken("the header contains a duplicate member", "header.payload.signature"));
    }

    @Test
    void asn1IsRecognized() throws Exception {
        assertThat(SignatureRules.isDer(bytes(0x30, 6, 2, 1, 1, 2, 1, 1))).isTrue();
        assertThat(SignatureRules.isDer(bytes(0x30, 5, 2, 1, 1, 2, 1))).isFalse();
        assertThat(SignatureRules.isDer(bytes(0x31, 6, 2, 1, 1, 2, 1, 1))).isFalse();
        assertThat(SignatureRules.isDer(bytes(0x30, 7, 2, 1, 1, 2, 1, 1))).isFalse();
        assertThat(SignatureRules.isDer(bytes(0x30, 6, 3, 1, 1, 2, 1, 1))).isFalse();
        assertThat(SignatureRules.isDer(bytes(0x30, 0x81, 5, 2, 1, 1, 2, 1))).isTrue();
        byte[] longest = new byte[132];
        Arrays.fill(longest, (byte) 1);
        assertThat(ECDSA.transcodeSignatureToDER(longest)[1]).isEqualTo((byte) 0x81);
        assertThat(SignatureRules.isDer(ECDSA.transcodeSignatureToDER(longest))).isTrue();
        byte[] wrongLength = new byte[202];
        wrongLength[0] = 0x30;
        wrongLength[1] = (byte) 200;
        wrongLength[2] = 2;
        assertThat(SignatureRules.isDer(wrongLength))
                .as("200 is not a length of one byte")
                .isFalse();
    }

    @Test
    void theKeyAndTheAlgorithmAreFoundWhateverTheHeaderSays() throws Exception {
        List<JWK> keys = List.of(ec.toPublicJWK(), rsa.toPublicJWK());

        assertThat(source("{\"alg\":\"ES256\"}", rsa, JWSAlgorithm.RS512, keys))
                .isEqualTo(new SignatureSource(rsa.toPublicJWK(), JWSAlgorithm.RS512));
        assertThat(source("{\"alg\":5}", rsa, JWSAlgorithm.PS256, keys))
                .isEqualTo(new SignatureSource(rsa.toPublicJWK(), JWSAlgorithm.PS256));
        assertThat(source("{}", ec, JWSAlgorithm.ES256, keys))
                .isEqualTo(new SignatureSource(ec.toPublicJWK(), JWSAlgorithm.ES256));
        assertThat(source("{}", p521, JWSAlgorithm.ES512, keys)).isNull();
    }

    @Test
    void aKeyOfAnotherKindDidNotMakeTheSignature() throws Exception {
        byte[] signature = sign(ec, JWSAlgorithm.ES256, INPUT);
        JWK secret = new OctetSequenceKeyGenerator(256).generate();

        assertThat(SignatureSource.verifies(ec, JWSAlgorithm.ES256, INPUT, signature))
                .isTrue();
        assertThat(SignatureSource.verifies(ec, JWSAlgorithm.ES256, INPUT, new byte[64]))
                .isFalse();
        assertThat(SignatureSource.verifies(ec, JWSAlgorithm.ES256, INPUT, new byte[0]))
                .isFalse();
        assertThat(SignatureSource.verifies(ec, JWSAlgorithm.RS256, INPUT, signature))
                .isFalse();
        assertThat(SignatureSource.verifies(ec, JWSAlgorithm.HS256, INPUT, signature))
                .isFalse();
        assertThat(SignatureSource.verifies(secret, JWSAlgorithm.HS256, INPUT, signature))
                .isFalse();
    }

    @Test
    void theRuleNamesTheThumbprintOfTheExpectedKey() throws Exception {
        String header = Base64URL.encode("{\"alg\":\"RS256\"}").toString();
        byte[] signature = sign(rsa, JWSAlgorithm.RS512, (header + ".e30").getBytes(US_ASCII));
        Rule rule = SignatureRules.verifies(GUIDE);
        EvaluationContext context = EvaluationContext.unknown()
                .withRegistration(Registration.of("client").withKeys(List.of(rsa)));
        String expected = "a signature by the key with thumbprint " + rsa.computeThumbprint();

        assertThat(RuleChecks.check(
                        rule,
                        TokenRequest.builder().assertion(header + ".e30." + Base64URL.encode(signature)),
                        context))
                .isEqualTo(Verdict.broken("made with RS512, not with \"RS256\" as the header says", expected));
        signature[0]++;
        assertThat(RuleChecks.check(
                        rule,
                        TokenRequest.builder().assertion(header + ".e30." + Base64URL.encode(signature)),
                        context))
                .isEqualTo(Verdict.broken(
                        "it was made with another key, or the assertion was changed after signing", expected));
    }

    @Test
    void theKeyThatMadeTheSignatureIsNamedUnlessTheHeaderNamesIt() throws Exception {
        assertThat(aside("{\"kid\":\"one\"}", ec)).isEmpty();
        assertThat(aside("{\"kid\":\"other\"}", ec)).isEqualTo("; the registered key \"one\" made the signature");
        assertThat(aside("{}", ec)).isEqualTo("; the registered key \"one\" made the signature");
        assertThat(aside("{}", p521)).as("without an id").isEmpty();
        assertThat(SignatureSource.aside(new RuleContext(TokenRequest.builder().build(), EvaluationContext.unknown())))
                .isEmpty();
    }

    private static String aside(String header, JWK key) throws Exception {
        return SignatureSource.aside(new RuleContext(
                TokenRequest.builder()
                        .assertion(signed(header, key, key == ec ? JWSAlgorithm.ES256 : JWSAlgorithm.ES512))
                        .build(),
                EvaluationContext.unknown()
                        .withRegistration(Registration.of("client").withKeys(List.of(key)))));
    }

    private static SignatureSource source(String header, JWK signer, JWSAlgorithm algorithm, List<JWK> keys)
            throws Exception {
        return SignatureSource.of(DecodedAssertion.parse(signed(header, signer, algorithm)), keys)
                .orElse(null);
    }

    private static String signed(String header, JWK key, JWSAlgorithm algorithm) throws Exception {
        String input = Base64URL.encode(header) + ".e30";
        return input + "." + Base64URL.encode(sign(key, algorithm, input.getBytes(US_ASCII)));
    }

    private static byte[] sign(JWK key, JWSAlgorithm algorithm, byte[] input) throws Exception {
        JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm);
        return signer.sign(new JWSHeader(algorithm), input).decode();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
