// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** What is shown of a value, and what is recognized as a secret, at the limits. */
class RedactorTest {
    private static final String JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.AAAA";
    private static final String VENDOR = "AKIA0123456789ABCDEF";

    @Test
    void aTextIsCutAfterItsMaximumLength() {
        assertThat(Redactor.text("a ".repeat(1_000))).isEqualTo("a ".repeat(1_000));
        assertThat(Redactor.text("a ".repeat(1_000) + "b")).isEqualTo("a ".repeat(1_000) + "…");
        assertThat(Redactor.quoted("a ".repeat(60))).isEqualTo('"' + "a ".repeat(60) + '"');
        assertThat(Redactor.quoted("a ".repeat(60) + "b")).isEqualTo('"' + "a ".repeat(60) + "…\"");
        assertThat(Redactor.quoted("\uD83D\uDE00".repeat(121))).isEqualTo('"' + "\uD83D\uDE00".repeat(120) + "…\"");
    }

    @Test
    void invisibleCharactersAreReplaced() {
        assertThat(Redactor.text("a\nb\u202Ec\u200Bd\u2028e\u2029f\uD800g\uE000h\u0378i"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFDh\uFFFDi");
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type, grant_type",
        "clientAssertion, clientAssertion",
        "a1b2c3d4, a1b2c3d4",
        "a1b2c3d4e, '(9 characters, not shown)'",
    })
    void aNameIsShownIfItLooksLikeOneOrIsShort(String name, String shown) {
        assertThat(Redactor.name(name)).isEqualTo(shown);
    }

    @Test
    void aMemberIsShownAsItWasWritten() {
        assertThat(Redactor.member(null)).isEqualTo("null");
        assertThat(Redactor.member("null")).isEqualTo("\"null\"");
        assertThat(Redactor.member(5L)).isEqualTo("5");
        assertThat(Redactor.member(List.of("a", JWT))).isEqualTo("(46 characters, not shown)");
        assertThat(Redactor.member(List.of("https://as.example.com/?a=b"))).isEqualTo("[https://as.example.com/?a=…");
        assertThat(Redactor.member("password", Map.of("a", 1))).isEqualTo("(5 characters, not shown)");
        assertThat(Redactor.member("iss", "client")).isEqualTo("\"client\"");
    }

    @Test
    void aValueEndsWhereAnotherBegins() {
        assertThat(Redactor.quoted("client")).isEqualTo("\"client\"");
        assertThat(Redactor.quoted("")).isEqualTo("\"\"");
        assertThat(Redactor.quoted("client\ncode=1")).isEqualTo("\"client\" and (7 characters, not shown)");
        assertThat(Redactor.quoted("client {")).isEqualTo("\"client \" and (1 character, not shown)");
        assertThat(Redactor.quoted(JWT)).isEqualTo("(41 characters, not shown)");
        assertThat(Redactor.quoted("https://user:pw@as.example.com/?a=b"))
                .isEqualTo("\"https://…@as.example.com/?a=…\"");
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:pw@as.example.com:8443/token?code=x#y, https://as.example.com:8443/token?…",
        "//as.example.com/token, //as.example.com/token",
        "/token, /token",
        "mailto:someone, a URL of scheme mailto without a host",
    })
    void aUrlIsShownWithoutUserAndQuery(URI url, String shown) {
        assertThat(Redactor.endpoint(url)).isEqualTo(shown);
    }

    @Test
    void secretsOfDifferentKindsAreReplacedInTheirOrder() {
        assertThat(Redactor.withoutTokens("first " + VENDOR + ", then " + JWT + " and " + VENDOR))
                .isEqualTo("first (not shown), then (not shown) and (not shown)");
        assertThat(Redactor.quoted("first " + VENDOR + ", then " + JWT))
                .isEqualTo("\"first \" and (68 characters, not shown)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:passwor", "user:pass wd", "~a:bcdefghij", ":bcdefghijkl", "abcdefghijk:"})
    void theBase64OfANameAndAPasswordIsASecretAnywhere(String pair) {
        String encoded = base64(pair);

        assertThat(encoded).hasSize(16);
        assertThat(Redactor.withoutTokens("is " + encoded + "!")).isEqualTo("is (not shown)!");
        for (String prefix : List.of("a", "ab", "abc", "abcd")) {
            assertThat(Redactor.withoutTokens(prefix + encoded)).as(prefix).isEqualTo("(not shown)");
        }
        assertThat(Redactor.withoutTokens(encoded + "a")).isEqualTo("(not shown)");
        assertThat(Redactor.withoutTokens(filler(3) + encoded + filler(3))).isEqualTo("(not shown)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:passwo\u001f",
                "user:passwo\u007f",
                "user:passwo\u0080",
                "userpassword",
                "u:\u0001userpassword",
                "userpassword\u0001:u",
                "user:pa\u0001sswd:ab",
            })
    void otherBase64IsNotASecret(String bytes) {
        String encoded = base64(bytes + "\u00ff".repeat(6)).replace("=", "");

        assertThat(Redactor.withoutTokens(encoded)).isEqualTo(encoded);
    }

    @Test
    void theSearchForPairsIsLimited() {
        String longest = base64("\u00ff".repeat(5_988) + "user:passwor");

        assertThat(longest).hasSize(8_000);
        assertThat(Redactor.withoutTokens(longest)).isEqualTo("(not shown)");
        String beforePair = longest.substring(0, longest.length() - 16);
        assertThat(Redactor.withoutTokens("/" + longest)).isEqualTo("/" + beforePair + "(not shown)");
        assertThat(Redactor.withoutTokens("abcdefghijklmnopqrstuvwxyz")).isEqualTo("abcdefghijklmnopqrstuvwxyz");
    }

    private static String filler(int bytes) {
        byte[] ones = new byte[bytes];
        Arrays.fill(ones, (byte) 0xff);
        return Base64.getEncoder().encodeToString(ones);
    }

    private static String base64(String latin1) {
        return Base64.getEncoder().encodeToString(latin1.getBytes(ISO_8859_1));
    }
}
