// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.check;
import static dev.clientauth.profile.RuleChecks.checkParameter;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules about the HTTP request and its parameters. */
class RequestRulesTest {
    private static final Verdict SATISFIED = Verdict.satisfied();

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, absent",
                "text/plain, '\"text/plain\"'",
                "'', '\"\"'",
                "application/x-www-form-urlencoded, ",
                "APPLICATION/X-WWW-Form-UrlEncoded ; charset=utf-8, ",
            })
    void theBodyIsDeclaredAsAForm(String type, String observed) {
        TokenRequest.Builder request = TokenRequest.builder().header("Accept", "*/*");
        if (type != null) {
            request.header("Content-Type", type);
        }

        assertThat(check(RequestRules.formContentType(GUIDE), request))
                .isEqualTo(
                        observed == null
                                ? SATISFIED
                                : Verdict.broken(observed, "\"application/x-www-form-urlencoded\""));
    }

    @Test
    void theContentTypeHasNoParameters() {
        Rule rule = RequestRules.plainContentType(GUIDE);

        assertThat(check(rule, TokenRequest.builder().header("Content-Type", "text/plain")))
                .isEqualTo(SATISFIED);
        assertThat(check(rule, TokenRequest.builder().header("Content-Type", ";charset=utf-8")))
                .isEqualTo(Verdict.broken("\";charset=utf-8\"", "\"application/x-www-form-urlencoded\""));
        assertThat(check(rule, TokenRequest.builder().header("Accept", "*/*")))
                .isEqualTo(new Verdict.NotApplicable("there is no Content-Type header"));
    }

    @Test
    void theGrantTypeIsAnAcceptedOne() {
        Rule one = RequestRules.grantType(List.of("client_credentials"), GUIDE);
        Rule two = RequestRules.grantType(List.of("client_credentials", "refresh_token"), GUIDE);

        assertThat(one.statement()).isEqualTo("grant_type is client_credentials.");
        assertThat(two.statement()).isEqualTo("grant_type is one of client_credentials, refresh_token.");
        assertThat(checkParameter(two, "grant_type", "refresh_token")).isEqualTo(SATISFIED);
        assertThat(checkParameter(one, "grant_type", "refresh_token"))
                .isEqualTo(Verdict.broken("\"refresh_token\"", "client_credentials"));
        assertThat(checkParameter(one, "scope", "read")).isEqualTo(Verdict.broken("absent", "client_credentials"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a", "a'", "\u201Ca", "a ", "\ta", "\u00A0a", "a\u2003", " "})
    void aValueInQuotesOrWhiteSpaceIsNamed(String value) {
        assertThat(checkParameter(RequestRules.unquoted(GUIDE), "code", value))
                .isEqualTo(Verdict.broken(
                        "with quotes or white space: code", "values without surrounding quotes or white space"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a \"b\" c"})
    void otherValuesAreAccepted(String value) {
        assertThat(checkParameter(RequestRules.unquoted(GUIDE), "code", value)).isEqualTo(SATISFIED);
    }
}
