// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** What was sent in the place of a client assertion, and what a decoded one says about itself. */
class MisplacedCredentialTest {
    private static final String PAIR = "it is the base64 of a client id and a client secret, which belongs in an"
            + " Authorization: Basic header; it is not a JWT";
    private static final String PATH = "it is the path of a file, not a JWT signed with the key in it";

    @Test
    void aKeyOrCertificateIsNamed() {
        assertThat(faults("-----BEGIN+CERTIFICATE-----%0AMIIB"))
                .containsExactly("it is a certificate, not a JWT signed with the private key that belongs to it");
        assertThat(faults("-----BEGIN RSA PUBLIC KEY-----\nMIIB"))
                .containsExactly("it is a public key, not a JWT signed with the private key that belongs to it");
        assertThat(faults("'-----BEGIN PRIVATE KEY-----"))
                .containsExactly("it is a PEM file, not a JWT signed with the key in it");
        assertThat(faults("-----BEGIN PRIVATE KEY-----\n" + "A".repeat(40) + " CERTIFICATE"))
                .containsExactly("it is a PEM file, not a JWT signed with the key in it");
    }

    @Test
    void aJsonFileIsNamed() {
        assertThat(faults("{\"kty\":\"EC\"}")).containsExactly("it is a JWK, not a JWT signed with that key");
        assertThat(faults("{\"type\":\"service_account\",\"private_key\":\"x\"}"))
                .containsExactly("it is a key file in JSON, not a JWT signed with the private key in it");
        assertThat(faults("{\"payload\":\"e30\"}")).containsExactly("it is JSON, not the compact form of a signed JWT");
        assertThat(faults("{" + " ".repeat(2_000))).containsExactly("it is JSON, not the compact form of a signed JWT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/keys/epic",
                "file:epic",
                "./epic",
                "..\\keys\\epic",
                "~/keys/AuthKey_ABC123DEFG",
                "C:\\keys\\epic",
                "AuthKey_ABC123DEFG.p8",
                "`client-assertion.JWT`"
            })
    void theNameOfAFileIsNamed(String path) {
        assertThat(faults(path)).containsExactly(PATH);
    }

    @Test
    void aClientIdAndSecretInBase64AreNamed() {
        assertThat(faults(base64("client:secret"))).containsExactly(PAIR);
        assertThat(faults(base64("client:secret") + "=")).doesNotContain(PAIR);
        assertThat(faults(base64("client and secret"))).containsExactly("it has no dots");
        assertThat(faults(base64("client\u0001:secret"))).containsExactly("it has no dots");
        assertThat(faults("c".repeat(13))).as("not a length of base64").containsExactly("it has no dots");
        assertThat(faults(base64("id:s"))).containsExactly("it has no dots");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client assertion.jwt", "/keys/two words", "epic.txt", "/"})
    void anotherTextIsNotTheNameOfAFile(String text) {
        assertThat(faults(text)).doesNotContain(PATH);
    }

    @Test
    void aTextThatIsTooLongIsNotTheNameOfAFile() {
        String path = "/" + "a/".repeat(200);

        assertThat(faults(path)).containsExactly(PATH);
        assertThat(faults(path + "a")).doesNotContain(PATH);
    }

    @Test
    void aJwtOfTheMaximumLengthIsRead() {
        String header = "eyJhbGciOiJFUzI1NiJ9.e30.";
        String longest = header + "A".repeat(JwtParts.MAXIMUM_LENGTH - header.length());

        assertThat(faults(longest)).doesNotContain("it is longer than 65536 characters");
        assertThat(DecodedAssertion.parse(longest).header()).contains(Map.of("alg", "ES256"));
        assertThat(faults(longest + "A")).containsExactly("it is longer than 65536 characters");
    }

    @Test
    void unreadablePartsAreEmpty() {
        DecodedAssertion decoded = DecodedAssertion.parse("%%.%%.%%");

        assertThat(decoded.header()).isEmpty();
        assertThat(decoded.claims()).isEmpty();
        assertThat(decoded.signature()).isEmpty();
        assertThat(decoded.faults())
                .containsExactly(
                        "the header is not base64url",
                        "the payload is not base64url",
                        "the signature is not base64url");
        for (String unreadable : List.of("[]", "{", "{\"a\":1e9999999999}", "{\"\u00e9\":1}")) {
            DecodedAssertion half = DecodedAssertion.parse(base64Url(unreadable) + ".e30.AAAA");
            assertThat(half.header()).as(unreadable).isEmpty();
            assertThat(half.claims()).as(unreadable).contains(Map.of());
        }
        assertThat(DecodedAssertion.parse("e30.e30.").signature()).isEmpty();
        assertThat(DecodedAssertion.parse("e30").header()).isEmpty();
        assertThat(DecodedAssertion.parse("e30").claims()).isEmpty();
    }

    @Test
    void bothCharactersOfStandardBase64AreReported() {
        String clause = "the signature is standard base64 instead of base64url";

        assertThat(DecodedAssertion.parse("e30.e30.++++").faults()).containsExactly(clause);
        assertThat(DecodedAssertion.parse("e30.e30.////").faults()).containsExactly(clause);
        assertThat(DecodedAssertion.parse("e30.e30.+/==").signature()).contains(new byte[] {(byte) 0xfb});
        assertThat(DecodedAssertion.parse("e30.e30.=").faults())
                .containsExactly("the signature is padded with =", "the signature is empty");
    }

    @Test
    void onlyADraftIsUnsigned() {
        assertThat(DecodedAssertion.unsigned(Map.of("alg", "ES256"), Map.of()).isUnsigned())
                .isTrue();
        assertThat(DecodedAssertion.unsigned(Map.of("alg", "ES256"), Map.of()).parts())
                .isEmpty();
        assertThat(DecodedAssertion.parse("e30.e30.AAAA").isUnsigned()).isFalse();
        assertThat(DecodedAssertion.parse("e30.e30").isUnsigned()).isFalse();
        assertThat(DecodedAssertion.parse("e30.e30").parts()).isEmpty();
        assertThat(DecodedAssertion.parse("%%.e30").isUnsigned()).isFalse();
        assertThat(DecodedAssertion.parse("").isUnsigned()).isFalse();
    }

    @Test
    void aDecodedAssertionShowsNamesOnly() {
        assertThat(DecodedAssertion.unsigned(Map.of("alg", "ES256"), Map.of("iss", "client")))
                .hasToString("assertion with header [alg] and claims [iss]");
        assertThat(DecodedAssertion.parse("e30.%%.AAAA")).hasToString("assertion with header [] and claims unreadable");
    }

    private static List<String> faults(String text) {
        return DecodedAssertion.parse(text).faults();
    }

    private static String base64(String latin1) {
        return Base64.getEncoder().encodeToString(latin1.getBytes(ISO_8859_1));
    }

    private static String base64Url(String latin1) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(latin1.getBytes(ISO_8859_1));
    }
}
