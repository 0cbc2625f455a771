// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.Map;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.check;
import static dev.clientauth.profile.RuleChecks.checkClaims;
import static dev.clientauth.profile.RuleChecks.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is reported if a field does not have its fixed value. */
class FixedValueTest {
    private static final Field AUD = Field.claim("aud");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other     | \"other\"",
                "''        | \"\", which is empty",
                "client/   | \"client/\", which differs by a trailing slash",
                "' client' | \" client\", with white space around it",
                "CLIENT    | \"CLIENT\", which differs in upper and lower case",
                "' CLIENT' | \" CLIENT\"",
            })
    void theDifferenceIsNamed(String observed, String reported) {
        assertThat(checkClaims(rule(AUD).fixed("client"), member("aud", observed)))
                .isEqualTo(Verdict.broken(reported, "\"client\""));
    }

    @Test
    void aMissingSlashIsATrailingSlashToo() {
        assertThat(checkClaims(rule(AUD).fixed("client/"), member("aud", "client")))
                .isEqualTo(Verdict.broken("\"client\", which differs by a trailing slash", "\"client/\""));
    }

    @Test
    void anAbsentOrDifferentTypeIsBroken() {
        Rule rule = rule(AUD).fixed("client");

        assertThat(checkClaims(rule, Map.of())).isEqualTo(Verdict.broken("absent", "\"client\""));
        assertThat(checkClaims(rule, member("aud", 5L))).isEqualTo(Verdict.broken("5", "\"client\""));
        assertThat(checkClaims(rule, member("aud", List.of("client", "b"))))
                .isEqualTo(Verdict.broken("[client, b], an array instead of one string", "\"client\""));
        assertThat(checkClaims(rule, member("aud", List.of(5L))))
                .isEqualTo(Verdict.broken("[5], an array instead of one string", "\"client\""));
    }

    @Test
    void onlyAnAudienceMayBeAnArrayOfOneElement() {
        List<String> one = List.of("client");

        assertThat(checkClaims(rule(AUD).fixed("client"), member("aud", one))).isEqualTo(Verdict.satisfied());
        assertThat(checkClaims(rule(Field.claim("iss")).fixed("client"), member("iss", one)))
                .isEqualTo(Verdict.broken("[client], an array instead of one string", "\"client\""));
    }

    @Test
    void otherAcceptedValuesAreAcceptedAndListed() {
        Rule rule = rule(AUD).fixed("client", "other", "third");

        assertThat(checkClaims(rule, member("aud", "client"))).isEqualTo(Verdict.satisfied());
        assertThat(checkClaims(rule, member("aud", "third"))).isEqualTo(Verdict.satisfied());
        assertThat(checkClaims(rule, member("aud", "no")))
                .isEqualTo(Verdict.broken("\"no\"", "\"client\" (or \"other\", \"third\")"));
    }

    @Test
    void anOptionalFieldMustHaveTheFixedValueIfPresent() {
        Rule rule = rule(AUD).mayBeAbsent().fixed("client");

        assertThat(checkClaims(rule, Map.of())).isEqualTo(Verdict.satisfied());
        assertThat(checkClaims(rule, member("aud", "no"))).isEqualTo(Verdict.broken("\"no\"", "\"client\""));
        assertThat(checkClaims(rule, member("aud", null))).isEqualTo(Verdict.broken("absent", "\"client\""));
    }

    @Test
    void anUnknownValueIsBrokenOnlyIfTheFieldIsNotAString() {
        Rule rule = rule(AUD).fixed((Fact<String>) context -> FactValue.missing("the client id"));

        assertThat(checkClaims(rule, member("aud", "any"))).isEqualTo(new Verdict.Unknown("the client id"));
        assertThat(checkClaims(rule, member("aud", 5L))).isEqualTo(Verdict.broken("5", "the client id"));
        assertThat(checkClaims(rule, Map.of())).isEqualTo(Verdict.broken("absent", "the client id"));
    }

    @Test
    void theFirstParameterOfANameCounts() {
        Rule rule = rule(Field.parameter("code")).fixed("one");
        TokenRequest.Builder request =
                TokenRequest.builder().parameter("code", "two").parameter("code", "one");

        assertThat(check(rule, request)).isEqualTo(Verdict.broken("(3 characters, not shown)", "\"one\""));
        assertThat(check(rule(Field.parameter("scope")).fixed("one"), request.parameter("scope", "two")))
                .isEqualTo(Verdict.broken("\"two\"", "\"one\""));
    }

    @Test
    void theNameOfAnHttpHeaderIsInAnyCase() {
        Rule accept = rule(Field.httpHeader("Accept")).fixed("*/*");

        assertThat(check(accept, TokenRequest.builder().header("aCCEPT", "*/*")))
                .isEqualTo(Verdict.satisfied());
        assertThat(check(accept, TokenRequest.builder().header("accept", "text/html")))
                .isEqualTo(Verdict.broken("\"text/html\"", "\"*/*\""));
        assertThat(check(
                        rule(Field.httpHeader("Authorization")).fixed("none"),
                        TokenRequest.builder().header("authorization", "Basic x")))
                .isEqualTo(Verdict.broken("(7 characters, not shown)", "\"none\""));
    }

    @Test
    void theMethodIsCompared() {
        Rule rule = rule(Field.METHOD).fixed("POST");

        assertThat(check(rule, TokenRequest.builder().method("post"))).isEqualTo(Verdict.satisfied());
        assertThat(check(rule, TokenRequest.builder().method("GET"))).isEqualTo(Verdict.broken("\"GET\"", "\"POST\""));
        assertThat(check(rule, TokenRequest.builder())).isEqualTo(new Verdict.Unknown("the HTTP method"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example.com/token",
                "https://AS.example.com:443/token",
                "https://as.example.com/token?tenant=a"
            })
    void aUrlOfTheSamePlaceIsRight(String url) {
        assertThat(check(
                        rule(Field.ENDPOINT).fixed("https://as.example.com/token"),
                        TokenRequest.builder().endpoint(URI.create(url))))
                .isEqualTo(Verdict.satisfied());
    }

    @Test
    void anotherUrlIsShownWithoutTheUser() {
        Rule rule = rule(Field.ENDPOINT).fixed("https://as.example.com/token");

        assertThat(check(rule, TokenRequest.builder().endpoint(URI.create("https://as.example.com/other"))))
                .isEqualTo(Verdict.broken("https://as.example.com/other", "\"https://as.example.com/token\""));
        assertThat(check(rule, TokenRequest.builder().endpoint(URI.create("https://user:pw@as.example.com/other"))))
                .isEqualTo(Verdict.broken(
                        "https://as.example.com/other, with a user name before the host",
                        "\"https://as.example.com/token\""));
    }

    @Test
    void anAudienceIsComparedAsText() {
        assertThat(checkClaims(rule(AUD).fixed("https://as.example.com/"), member("aud", "https://AS.example.com/")))
                .isEqualTo(Verdict.broken(
                        "\"https://AS.example.com/\", which differs in upper and lower case",
                        "\"https://as.example.com/\""));
    }

    @Test
    void moreCanBeAddedToWhatWasObserved() {
        Rule rule = rule(AUD).fixed(Fact.of("client"), context -> ", as in the example");

        assertThat(checkClaims(rule, member("aud", "no")))
                .isEqualTo(Verdict.broken("\"no\", as in the example", "\"client\""));
        assertThat(checkClaims(rule, member("aud", "client"))).isEqualTo(Verdict.satisfied());
    }

    @Test
    void aWholePartHasNoFixedValue() {
        for (Field field : List.of(Field.ASSERTION, Field.SIGNATURE, Field.REQUEST)) {
            assertThatThrownBy(() -> rule(field).fixed("client"))
                    .hasMessage("fixed(…) requires a field with a single value, which is not the case for the " + field
                            + ".");
        }
    }

    private static Rule.Builder rule(Field field) {
        return Rule.must("name")
                .about(field)
                .states("It is fixed.")
                .remedy("Set it.")
                .source(GUIDE);
    }
}
