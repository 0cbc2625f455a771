// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@DisplayName("Any text in place of a JWT is a finding of jwt.compact, never an exception")
class DecodedAssertionTest {

    private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"k\"}";
    private static final String CLAIMS = "{\"iss\":\"i\",\"sub\":\"s\",\"b\":\"??>>~~\"}";
    private static final String SIGNATURE = Base64URL.encode(new byte[64]).toString();
    private static final String JWT = jwt(HEADER, CLAIMS);

    static Stream<Arguments> spoiled() {
        return Stream.of(
                Arguments.of("", "it is empty"),
                Arguments.of(" \t\r\n", "it is empty"),
                Arguments.of("\"\"", "it is empty"),
                Arguments.of("no dots at all", "it has no dots"),
                Arguments.of("a.b", "it has 2 parts"),
                Arguments.of(JWT.substring(0, JWT.lastIndexOf('.')), "it has 2 parts"),
                Arguments.of(JWT + ".", "it has 4 parts"),
                Arguments.of(JWT + ".a.b", "it has 5 parts"),
                Arguments.of("....", "it has 5 parts"),
                Arguments.of("..", "the header is not a JSON object"),
                Arguments.of(JWT.substring(0, JWT.lastIndexOf('.') + 1), "the signature is empty"),
                Arguments.of(" " + JWT, "it is surrounded by white space"),
                Arguments.of(JWT + "\n", "it is surrounded by white space"),
                Arguments.of('"' + JWT + '"', "it is surrounded by quotes"),
                Arguments.of("'" + JWT + "'", "it is surrounded by quotes"),
                Arguments.of(JWT.replaceFirst("\\.", "=."), "the header is padded with ="),
                Arguments.of(JWT + "==", "the signature is padded with ="),
                Arguments.of(plain(CLAIMS), "the payload is standard base64 instead of base64url"),
                Arguments.of(JWT.substring(0, 10) + "\n  " + JWT.substring(10), "the header contains white space"),
                Arguments.of("%%%." + JWT.split("\\.", 2)[1], "the header is not base64url"),
                Arguments.of("\u00e9\uD83D\uDE00." + JWT.split("\\.", 2)[1], "the header is not base64url"),
                Arguments.of(JWT + "AAA", "the signature is not base64url"),
                Arguments.of(jwt("", CLAIMS), "the header is not a JSON object"),
                Arguments.of(jwt("null", CLAIMS), "the header is not a JSON object"),
                Arguments.of(jwt("\"text\"", CLAIMS), "the header is not a JSON object"),
                Arguments.of(jwt(HEADER, "[]"), "the payload is not a JSON object"),
                Arguments.of(jwt(HEADER, "42"), "the payload is not a JSON object"),
                Arguments.of(jwt(HEADER, "{"), "the payload is not JSON"),
                Arguments.of(jwt(HEADER, "{\"exp\":NaN}"), "the payload is not JSON"),
                Arguments.of(jwt(HEADER, "{'exp':1}"), "the payload is not JSON"),
                Arguments.of(
                        jwt(HEADER, "{\"exp\":1e9999999999}"),
                        "the payload is nested deeper, or has a longer number, than any assertion needs"),
                Arguments.of(
                        jwt("{\"a\":[1e-2147483649]}", CLAIMS),
                        "the header is nested deeper, or has a longer number, than any assertion needs"),
                Arguments.of(jwt(HEADER, "{} {}"), "the payload is not JSON"),
                Arguments.of(jwt(HEADER, "{\"a\":1,\"a\":1}"), "the payload contains a duplicate member"),
                Arguments.of(
                        jwt("{\"alg\":\"none\",\"alg\":\"ES256\"}", CLAIMS), "the header contains a duplicate member"),
                Arguments.of(jwt(HEADER, "{\"a\":{\"b\":1,\"b\":2}}"), "the payload contains a duplicate member"),
                Arguments.of(jwt(HEADER, "{\"\u00e9\":1}"), "the payload is not UTF-8"),
                Arguments.of(jwt("\u00c0\u0080", CLAIMS), "the header is not UTF-8"),
                Arguments.of(
                        jwt(HEADER, "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
                        "the payload is nested deeper, or has a longer number, than any assertion needs"),
                Arguments.of(
                        jwt("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000), CLAIMS),
                        "the header is nested deeper, or has a longer number, than any assertion needs"),
                Arguments.of(
                        jwt(HEADER, "{\"exp\":" + "9".repeat(20_000) + "}"),
                        "the payload is nested deeper, or has a longer number, than any assertion needs"),
                Arguments.of("A".repeat(1_048_576), "it is longer than 65536 characters"),
                Arguments.of(".".repeat(1_048_576), "it is longer than 65536 characters"),
                Arguments.of(".".repeat(60_000), "it has 60001 parts"),
                Arguments.of(" ".repeat(1_048_576), "it is empty"),
                Arguments.of(
                        "-----BEGIN PRIVATE KEY-----\nMIGH\n", "it is a PEM file, not a JWT signed with the key in it"),
                Arguments.of(
                        "\n-----BEGIN EC PRIVATE KEY-----", "it is a PEM file, not a JWT signed with the key in it"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("spoiled")
    void aMalformedJwtIsReportedUnderJwtCompact(String text, String fault) {
        DecodedAssertion decoded = DecodedAssertion.parse(text);
        Diagnosis diagnosis =
                AppleSchoolManager.profile().diagnose(TokenRequest.ofAssertion(text), EvaluationContext.unknown());

        assertThat(decoded.faults()).contains(fault);
        assertThat(diagnosis.broken())
                .filteredOn(f -> f.rule().id().equals("apple-school-manager.jwt.compact"))
                .singleElement()
                .satisfies(f ->
                        assertThat(((Verdict.Broken) f.verdict()).observed()).contains(fault));
        assertThat(decoded.toString() + diagnosis).hasSizeLessThan(20_000);
    }

    @Test
    @DisplayName("A JWT in quotes, with padding, in standard base64 or on several lines is still read")
    void readablePartsAreRead() {
        for (String text : List.of(
                '"' + JWT + '"',
                " " + JWT + "\n",
                JWT.replaceFirst("\\.", "=."),
                plain(CLAIMS),
                JWT.substring(0, 10) + "\r\n" + JWT.substring(10),
                JWT + ".a.b",
                JWT.substring(0, JWT.lastIndexOf('.')))) {
            assertThat(DecodedAssertion.parse(text).header()).as(text).contains(Map.of("alg", "ES256", "kid", "k"));
            assertThat(DecodedAssertion.parse(text).claims().orElseThrow())
                    .as(text)
                    .containsEntry("sub", "s");
        }
    }

    @Test
    void aWellFormedJwtHasNoFaults() {
        assertThat(DecodedAssertion.parse(JWT).faults()).isEmpty();
        assertThat(DecodedAssertion.parse(JWT).signature()).contains(new byte[64]);
    }

    @Test
    void longRepetitiveTextsTakeNoLongerThanOthers() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(DecodedAssertion.parse("x" + "\"".repeat(1_048_576) + "x")
                            .faults())
                    .isNotEmpty();
            assertThat(DecodedAssertion.parse("=".repeat(60_000) + "A.." + SIGNATURE)
                            .faults())
                    .isNotEmpty();
            assertThat(DecodedAssertion.parse("A" + " ".repeat(60_000) + "A.b.c")
                            .faults())
                    .isNotEmpty();
        });
    }

    @Test
    void numbersAreKeptAsWritten() {
        Map<String, Object> claims = DecodedAssertion.parse(jwt(
                        HEADER,
                        "{\"a\":1,\"b\":1.50,\"c\":1e3,\"d\":9223372036854775807,\"e\":9223372036854775808,"
                                + "\"f\":1E+999999999,\"g\":-0,\"h\":null}"))
                .claims()
                .orElseThrow();

        assertThat(claims).containsEntry("a", 1L).containsEntry("b", new BigDecimal("1.50"));
        assertThat(claims).containsEntry("c", new BigDecimal("1e3")).containsEntry("d", Long.MAX_VALUE);
        assertThat(claims).containsEntry("e", new BigInteger("9223372036854775808"));
        assertThat(claims).containsEntry("f", new BigDecimal("1E+999999999"));
        assertThat(claims).containsEntry("g", 0L).containsEntry("h", null);
    }

    @Test
    void membersKeepTheirOrder() {
        assertThat(DecodedAssertion.parse(jwt("{\"z\":1,\"a\":2,\"m\":3}", CLAIMS))
                        .header()
                        .orElseThrow()
                        .keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    void theSignatureCannotBeModifiedFromOutside() {
        DecodedAssertion decoded = DecodedAssertion.parse(JWT);
        decoded.signature().orElseThrow()[0] = 1;

        assertThat(decoded.signature()).map(bytes -> bytes[0]).isEqualTo(Optional.of((byte) 0));
    }

    @Test
    @DisplayName("Ten thousand mangled JWTs are checked without an exception")
    void mangledJwtsAreChecked() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] claims = {"iss", "sub", "aud", "iat", "nbf", "exp", "jti"};
        String[] values = {
            "null",
            "true",
            "{}",
            "[]",
            "[[1]]",
            "\"\"",
            "\"x\"",
            "-1",
            "0",
            "1e400",
            "1.5",
            "-9223372036854775808",
            "9223372036854775807",
            "99999999999",
            "-99999999999",
            "1" + "0".repeat(400),
            "{\"a\":null}"
        };
        for (int i = 0; i < 10_000; i++) {
            StringBuilder payload = new StringBuilder("{\"x\":1");
            for (String claim : claims) {
                payload.append(",\"" + claim + "\":" + values[random.nextInt(values.length)]);
            }
            String header = "{\"alg\":" + values[random.nextInt(values.length)] + ",\"kid\":"
                    + values[random.nextInt(values.length)] + ",\"typ\":" + values[random.nextInt(values.length)] + "}";
            StringBuilder jwt =
                    new StringBuilder(jwt(header, payload.append('}').toString()));
            for (int n = random.nextInt(3); n > 0; n--) {
                jwt.setCharAt(random.nextInt(jwt.length()), (char) random.nextInt(128));
            }
            EvaluationContext context = EvaluationContext.unknown()
                    .withSentAt(random.nextBoolean() ? Instant.MAX : Instant.MIN)
                    .withUsedJti(String::isEmpty);

            assertThat(Epic.sandbox()
                            .diagnose(TokenRequest.ofAssertion(jwt.toString()), context)
                            .toString())
                    .as("seed %d, attempt %d", seed, i)
                    .isNotEmpty();
        }
    }

    @Test
    void aJwtOfTheMaximumLengthIsRead() {
        String header = "eyJhbGciOiJFUzI1NiJ9.e30.";
        String longest = header + "A".repeat(JwtParts.MAXIMUM_LENGTH - header.length());

        assertThat(DecodedAssertion.parse(longest).faults()).doesNotContain("it is longer than 65536 characters");
        assertThat(DecodedAssertion.parse(longest).header()).contains(Map.of("alg", "ES256"));
        assertThat(DecodedAssertion.parse(longest + "A").faults())
                .containsExactly("it is longer than 65536 characters");
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
            DecodedAssertion half = DecodedAssertion.parse(encoded(unreadable) + ".e30.AAAA");
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

    private static String jwt(String header, String claims) {
        return encoded(header) + "." + encoded(claims) + "." + SIGNATURE;
    }

    private static String encoded(String latin1) {
        return Base64URL.encode(latin1.getBytes(ISO_8859_1)).toString();
    }

    private static String plain(String claims) {
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
        return encoded(HEADER) + "." + encoded + "." + SIGNATURE;
    }
}
