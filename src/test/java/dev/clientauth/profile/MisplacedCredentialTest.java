// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** What was sent in place of a client assertion. */
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

    private static List<String> faults(String text) {
        return DecodedAssertion.parse(text).faults();
    }

    private static String base64(String latin1) {
        return Base64.getEncoder().encodeToString(latin1.getBytes(ISO_8859_1));
    }
}
