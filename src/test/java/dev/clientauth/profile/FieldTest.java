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
}
