// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("A private key in a pasted text")
class ExposedKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-26T13:00:00Z");
    private static final String KEY = key();
    private static final String REQUEST =
            "\nPOST https://as.example.org/token\n\ngrant_type=client_credentials&client_id=shop\n";

    private static String key() {
        try {
            byte[] encoded = KeyPairGenerator.getInstance("EC")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String words(String text) {
        return PastedRequest.parse(text).report(NOW).toText(TextStyle.plain()).replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "2026-11-26 10:00:00 ERROR could not sign with key: %s",
                "key = load(\"\"\"\n%s\"\"\")",
                "> %s",
                "PRIVATE_KEY=%s"
            })
    void inAnyPlaceIsCalledCompromised(String place) {
        String said = words(place.formatted(KEY) + REQUEST);

        assertThat(said).containsOnlyOnce("is compromised: revoke it and generate a new one");
        assertThat(said).doesNotContain(KEY.substring(40, 70).strip());
    }

    @Test
    void onOneLineOrInAJsonStringOrAsAJwkIsCalledCompromised() {
        String d = "x".repeat(43);
        assertThat(words(KEY.replace("\n", "\\n") + REQUEST)).contains("compromised");
        assertThat(words("{\"private_key\": \"" + KEY.replace("\n", "\\n") + "\"}"))
                .contains("compromised");
        assertThat(words("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"a\",\"y\":\"b\",\"d\":\"" + d + "\"}" + REQUEST))
                .contains("compromised");
        assertThat(words("key={\\\"kty\\\":\\\"EC\\\",\\\"d\\\":\\\"" + d + "\\\"}" + REQUEST))
                .contains("compromised");
    }

    @Test
    void aloneIsCalledCompromisedInTheFirstSentences() {
        assertThat(words(KEY))
                .contains("not a token request")
                .contains("compromised: revoke it and generate a new one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\n(redacted)\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnotakeynotakeynotakeynotakey\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHeMEkGCSqGSIb3DQEFDTA8MBsGCSqGSIb3DQEFDDAOBAgAAAAAAAAAAAICCAAw\n",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}",
                "{\"d\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}"
            })
    void isNotReportedIfThereIsNone(String text) {
        assertThat(words(text + REQUEST)).doesNotContain("The text contains a private key");
    }

    @Test
    void isSearchedInLinearTime() {
        String start = "-----BEGIN PRIVATE KEY-----";
        String hostile = (start + " ".repeat(60)).repeat(20_000) + "kty" + "\"d\": ".repeat(50_000);

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ExposedKey.isIn(hostile)))
                .isFalse();
    }
}
