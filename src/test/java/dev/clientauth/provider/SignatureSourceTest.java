// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

@DisplayName("A signature that does not verify: the key and algorithm that made it")
class SignatureSourceTest {

    private static final Profile EPIC = Epic.sandbox();

    @Test
    void byAnotherAlgorithmThanTheHeaderSays() {
        Diagnosis diagnosis = epic(a -> {
            a.header.put("alg", "RS256");
            a.saysAlgorithm("RS384");
        });

        assertThat(names(diagnosis)).containsExactly("signature.verifies");
        assertThat(observed(diagnosis, "signature.verifies"))
                .isEqualTo("made with RS256, not with \"RS384\" as the header says");
    }

    @Test
    void byThePaddingOfAnotherAlgorithm() {
        Diagnosis diagnosis = epic(a -> {
            a.header.put("alg", "PS384");
            a.saysAlgorithm("RS384");
        });

        assertThat(observed(diagnosis, "signature.verifies")).startsWith("made with PS384,");
    }

    @Test
    void byAnAlgorithmOfAnotherKindOfKey() {
        Diagnosis diagnosis = school(a -> a.saysAlgorithm("RS256"));

        assertThat(names(diagnosis)).containsExactly("alg", "alg.fits-key", "signature.verifies");
        assertThat(observed(diagnosis, "signature.verifies"))
                .isEqualTo("made with ES256, not with \"RS256\" as the header says");
    }

    @Test
    void bySomethingElseThanTheNoneOfTheHeader() {
        assertThat(observed(school(a -> a.saysAlgorithm("none")), "signature.verifies"))
                .isEqualTo("made with ES256, not with \"none\" as the header says");
    }

    @Test
    @DisplayName("The header says ES256, but the signature was made with a shared secret")
    void byASharedSecret() {
        Diagnosis ec = school(a -> a.compact = SignatureSourceTest::signedWithSharedSecret);
        Diagnosis rsa = epic(a -> a.compact = SignatureSourceTest::signedWithSharedSecret);

        assertThat(names(ec)).containsExactly("signature.raw");
        assertThat(observed(ec, "signature.raw")).isEqualTo("32 bytes, as long as an HS256 signature (shared secret)");
        assertThat(names(rsa)).containsExactly("signature.verifies");
        assertThat(observed(rsa, "signature.verifies")).startsWith("32 bytes, as long as an HS256 signature");
    }

    @Test
    void noneAlthoughTheHeaderSaysEs256() {
        Diagnosis diagnosis = school(a -> a.compact = jwt -> jwt.substring(0, jwt.lastIndexOf('.') + 1));

        assertThat(names(diagnosis)).containsExactly("jwt.compact");
        assertThat(observed(diagnosis, "jwt.compact")).contains("the signature is empty");
    }

    @Test
    void byTheRightKeyButAsDer() {
        Diagnosis diagnosis = school(a -> a.signature = SignatureSourceTest::der);

        assertThat(names(diagnosis)).containsExactly("signature.raw");
        assertThat(observed(diagnosis, "signature.raw"))
                .endsWith("bytes of ASN.1 DER, made by the registered key \"d136aa66-0c3b-4bd4-9892-c20e8db024ab\"");
    }

    @Test
    void byAnotherKeyAndAsDer() {
        Diagnosis diagnosis = school(a -> {
            a.signer = TestKeys.ANOTHER_P256;
            a.signature = SignatureSourceTest::der;
        });

        assertThat(observed(diagnosis, "signature.raw"))
                .endsWith("bytes of ASN.1 DER, made by none of the registered keys");
    }

    @Test
    @DisplayName("The right key, and an unregistered kid")
    void byTheRightKeyWithAnUnregisteredKid() {
        Diagnosis one = epic(a -> a.header.put("kid", "epic-2025"));
        Diagnosis several = epic(a -> {
            a.onFile = List.of(ValidRequest.named(TestKeys.ANOTHER_RSA, "old"), ValidRequest.named(a.signer, "new"));
            a.header.put("kid", "epic-2025");
        });

        assertThat(names(one)).containsExactly("kid");
        assertThat(observed(one, "kid"))
                .isEqualTo("\"epic-2025\"; the registered key \"epic-2026-11\" made the signature");
        assertThat(names(several)).containsExactly("kid");
        assertThat(observed(several, "kid")).isEqualTo("\"epic-2025\"; the registered key \"new\" made the signature");
    }

    @Test
    void byTheRightKeyWithoutAKid() {
        assertThat(observed(school(a -> a.header.remove("kid")), "kid"))
                .isEqualTo("absent; the registered key \"d136aa66-0c3b-4bd4-9892-c20e8db024ab\" made the signature");
    }

    @Test
    @DisplayName("The right key, and the kid of another registered key")
    void byAnotherRegisteredKey() {
        Diagnosis diagnosis = epic(a -> a.onFile = List.of(
                ValidRequest.named(TestKeys.ANOTHER_RSA, "epic-2026-11"), ValidRequest.named(a.signer, "epic-2027")));

        assertThat(names(diagnosis)).containsExactly("signature.verifies");
        assertThat(observed(diagnosis, "signature.verifies")).isEqualTo("made with the registered key \"epic-2027\"");
    }

    @Test
    void changedAfterSigningOrByAnUnknownKey() {
        Consumer<ValidRequest> changed = a -> a.compact = jwt -> jwt.substring(0, jwt.indexOf('.') + 1)
                + rewritten(jwt.split("\\.")[1])
                + jwt.substring(jwt.lastIndexOf('.'));

        assertThat(names(epic(changed))).containsExactly("signature.verifies");
        assertThat(observed(epic(changed), "signature.verifies"))
                .isEqualTo("it was made with another key, or the assertion was changed after signing");
        assertThat(observed(epic(a -> a.signer = TestKeys.ANOTHER_RSA), "signature.verifies"))
                .isEqualTo("it was made with another key, or the assertion was changed after signing");
    }

    @Test
    @DisplayName("Only the first few of many registered keys are tried, so that checking a request does not take long")
    void manyKeysTakeNoLongerThanAFew() {
        List<JWK> keys = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            keys.add(ValidRequest.named(TestKeys.ANOTHER_RSA, "key-" + i));
        }
        Consumer<ValidRequest> signedByTheLast = a -> {
            a.header.put("kid", "key-0");
            a.onFile = keys;
            keys.add(ValidRequest.named(a.signer, "the last"));
        };

        assertThat(observed(epic(signedByTheLast), "signature.verifies"))
                .isEqualTo("it was made with another key, or the assertion was changed after signing");
        keys.remove(1);
        assertThat(observed(epic(signedByTheLast), "signature.verifies"))
                .isEqualTo("made with the registered key \"the last\"");
    }

    @Test
    void unsuitableKeysAreSkipped() throws JOSEException {
        OctetKeyPair ed25519 = new OctetKeyPair.Builder(
                        Curve.Ed25519, new Base64URL("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
                .keyID("ed")
                .build();

        assertThatNoException()
                .isThrownBy(() -> epic(a -> a.onFile = List.of(ed25519, ValidRequest.named(TestKeys.P521, "ec"))));
        assertThat(names(epic(a -> {
                    a.header.put("kid", "ed");
                    a.onFile = List.of(ed25519, ValidRequest.named(a.signer, "rsa"));
                })))
                .containsExactly("alg.fits-key", "signature.verifies");
    }

    @Test
    void damagedDerIsReportedWithoutAnException() {
        byte[][] made = new byte[1][];
        school(a -> a.signature = raw -> made[0] = der(raw));
        byte[] whole = made[0];
        for (int i = 0; i < whole.length; i++) {
            byte[] cut = Arrays.copyOf(whole, i + 1);
            byte[] bent = whole.clone();
            bent[i] ^= 0x40;

            assertThat(names(school(a -> a.signature = raw -> cut))).isNotEmpty();
            assertThat(names(school(a -> a.signature = raw -> bent))).contains("signature.raw");
        }
    }

    private static byte[] der(byte[] raw) {
        try {
            return ECDSA.transcodeSignatureToDER(raw);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signedWithSharedSecret(String jwt) {
        String input = jwt.substring(0, jwt.lastIndexOf('.'));
        try {
            return input + "."
                    + new MACSigner("a secret of thirty-two characters".getBytes(UTF_8))
                            .sign(new JWSHeader(JWSAlgorithm.HS256), input.getBytes(UTF_8));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String rewritten(String payload) {
        return Base64URL.encode("{ " + new Base64URL(payload).decodeToString().substring(1))
                .toString();
    }

    private static Diagnosis epic(Consumer<ValidRequest> spoil) {
        ValidRequest attempt = ValidRequests.epicSandbox();
        spoil.accept(attempt);
        return EPIC.diagnose(attempt.attempt(), attempt.context());
    }

    private static Diagnosis school(Consumer<ValidRequest> spoil) {
        ValidRequest attempt = ValidRequests.school();
        spoil.accept(attempt);
        return AppleSchoolManager.profile().diagnose(attempt.attempt(), attempt.context());
    }

    private static List<String> names(Diagnosis diagnosis) {
        return diagnosis.broken().stream().map(f -> f.rule().name()).toList();
    }

    private static String observed(Diagnosis diagnosis, String rule) {
        return diagnosis.broken().stream()
                .filter(f -> f.rule().name().equals(rule))
                .map(Finding::verdict)
                .map(verdict -> ((Verdict.Broken) verdict).observed())
                .findFirst()
                .orElse("not broken");
    }
}
