// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The order in which broken rules are reported. */
class FieldTest {
    @Test
    void theMostLikelyFaultsComeFirst() {
        List<Field> order = Stream.of(
                        Field.SIGNATURE,
                        Field.claim("exp"),
                        Field.claim("aud"),
                        Field.header("kid"),
                        Field.ASSERTION,
                        Field.parameter("scope"),
                        Field.httpHeader("Content-Type"),
                        Field.ENDPOINT,
                        Field.METHOD,
                        Field.REQUEST)
                .sorted(Comparator.comparing(Field::depth))
                .toList();
        assertThat(order)
                .map(Field::toString)
                .containsExactly(
                        "request",
                        "method",
                        "endpoint",
                        "http header Content-Type",
                        "parameter scope",
                        "assertion",
                        "header kid",
                        "claim aud",
                        "claim exp",
                        "signature");
    }

    @Test
    void theHeaderClaimsAndSignatureAreInTheAssertion() {
        assertThat(List.of(Field.header("kid"), Field.claim("exp"), Field.ASSERTION, Field.SIGNATURE))
                .allMatch(Field::isInAssertion);
        assertThat(List.of(
                        Field.parameter("scope"),
                        Field.httpHeader("Accept"),
                        Field.METHOD,
                        Field.ENDPOINT,
                        Field.REQUEST))
                .noneMatch(Field::isInAssertion);
    }

    @Test
    void aDescriptionNamesAFieldByItsNameOrACommonPhrase() {
        assertThat(Field.parameter("redirect_uri").isNamedIn("Invalid Redirect_URI: mismatch"))
                .isTrue();
        assertThat(Field.parameter("uri").isNamedIn("invalid redirect_uri")).isFalse();
        assertThat(Field.parameter("code").isNamedIn("the encoder failed")).isFalse();
        assertThat(Field.parameter("code").isNamedIn("code is used")).isTrue();
        assertThat(Field.claim("exp").isNamedIn("exp")).isTrue();
        assertThat(Field.claim("exp").isNamedIn("The token has EXPIRED")).isTrue();
        assertThat(Field.claim("exp").isNamedIn("unexpected")).isFalse();
        assertThat(Field.claim("aud").isNamedIn("wrong audience")).isTrue();
        assertThat(Field.claim("iss").isNamedIn("wrong audience")).isFalse();
        assertThat(Field.header("x5").isNamedIn("x5 is wrong")).as("too short").isFalse();
        assertThat(Field.SIGNATURE.isNamedIn("Signature verification failed")).isTrue();
        assertThat(Field.ASSERTION.isNamedIn("signature")).isFalse();
    }

    @Test
    void whatWasLeftOutIsNamed() {
        assertThat(Field.ENDPOINT.leftOut()).isEqualTo("the URL of the request");
        assertThat(Field.httpHeader("Accept").leftOut())
                .isEqualTo("the value of the http header Accept, which was left out");
    }
}
