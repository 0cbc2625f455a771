// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The audience for a server whose issuer identifier is not known. */
class ServerAudienceTest {
    private static final String ENDPOINT = "https://as.example.com/realm/Token";
    private static final String EXPECTED =
            "the token endpoint \"https://as.example.com/realm/Token\" or the server's issuer identifier";
    private static final Verdict UNKNOWN = new Verdict.Unknown("the server's issuer identifier, to compare aud with");

    @ParameterizedTest
    @ValueSource(
            strings = {
                ENDPOINT,
                "https://as.example.com",
                "https://AS.example.com/realm",
                "https://as.example.com:443",
                "as.example.com",
                "as.example.com/realm",
                "https://as.example.com/realm?tenant=a",
                "as.example.com/token",
                "https://as.example.com/realm/tokens"
            })
    void theEndpointAndWhatMayBeTheIssuerAreAccepted(String aud) {
        assertThat(check(aud)).isEqualTo(Verdict.satisfied());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example.community",
                "https://issuer.example.com",
                "http://as.example.com/realm",
                "urn:issuer",
                "https://other.example.com/token"
            })
    void anotherTextMayBeTheIssuer(String aud) {
        assertThat(check(aud)).isEqualTo(UNKNOWN);
        assertThat(ServerAudience.checkOnHost(context(Map.of("aud", aud)), ENDPOINT))
                .isEqualTo(Verdict.broken('"' + aud + '"', EXPECTED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                            | ', which is empty'",
                "' '                                           | ', which is empty'",
                "' https://as.example.com'                     | ', with white space around it'",
                "/realm/Token                                  | ', a path without a host'",
                "https://https://as.example.com                | ', with the scheme twice'",
                "https://as.example.com/realm/Token/           | ', which differs by a trailing slash'",
                "https://as.example.com/realm/token            | ', which differs in upper and lower case'",
                "http://as.example.com/realm/Token             | ', with http in place of https'",
                "https://as.example.com/realm/revoke           | ', another endpoint of the server'",
                "https://as.example.com/token                  | ', another endpoint of the server'",
            })
    void aFaultIsNamedThatIsOneForAnyIssuer(String aud, String fault) {
        assertThat(check(aud)).isEqualTo(Verdict.broken('"' + aud + '"' + fault, EXPECTED));
    }

    @Test
    void anotherQueryIsNamed() {
        assertThat(check("https://as.example.com/realm/Token?a=b"))
                .isEqualTo(Verdict.broken(
                        "\"https://as.example.com/realm/Token?a=…\", which differs in its query", EXPECTED));
        assertThat(ServerAudience.check(context(Map.of("aud", "?")), "?a"))
                .isEqualTo(Verdict.broken(
                        "\"?\", which differs in its query",
                        "the token endpoint \"?a\" or the server's issuer identifier"));
    }

    @Test
    void aMissingSlashIsNamedToo() {
        assertThat(ServerAudience.check(
                        context(Map.of("aud", "https://as.example.com/t")), "https://as.example.com/t/"))
                .isEqualTo(Verdict.broken(
                        "\"https://as.example.com/t\", which differs by a trailing slash",
                        "the token endpoint \"https://as.example.com/t/\" or the server's issuer identifier"));
    }

    @Test
    void anEndpointWithoutAHostHasNoIssuerOnIt() {
        assertThat(ServerAudience.check(context(Map.of("aud", "https://as.example.com")), "urn:endpoint"))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void theClientIsNotTheAudience() {
        Verdict client = Verdict.broken("\"client\", which is the client itself", EXPECTED);

        assertThat(ServerAudience.check(context(Map.of("aud", "client", "iss", "client")), ENDPOINT))
                .isEqualTo(client);
        assertThat(ServerAudience.check(context(Map.of("aud", "client", "sub", "client")), ENDPOINT))
                .isEqualTo(client);
        assertThat(ServerAudience.check(context(Map.of("aud", "client", "sub", "other")), ENDPOINT))
                .isEqualTo(UNKNOWN);
    }

    @Test
    void anAbsentAudienceOrOneOfAnotherTypeIsBroken() {
        assertThat(ServerAudience.check(context(Map.of()), ENDPOINT)).isEqualTo(Verdict.broken("absent", EXPECTED));
        assertThat(check(5L)).isEqualTo(Verdict.broken("5", EXPECTED));
        assertThat(check(List.of())).isEqualTo(Verdict.broken("[], an array instead of one string", EXPECTED));
        assertThat(check(List.of(ENDPOINT, 5L)))
                .isEqualTo(Verdict.broken("[" + ENDPOINT + ", 5], an array instead of one string", EXPECTED));
    }

    @Test
    void theBestOfSeveralCounts() {
        assertThat(check(List.of("urn:a", ENDPOINT))).isEqualTo(Verdict.satisfied());
        assertThat(check(List.of("/path", "urn:a"))).isEqualTo(UNKNOWN);
        assertThat(check(List.of("/path", ""))).isEqualTo(Verdict.broken("\"/path\", a path without a host", EXPECTED));
    }

    @Test
    void aServerMayAcceptOnlyOne() {
        List<String> two = List.of(ENDPOINT, "urn:a");

        assertThat(ServerAudience.checkOneOnHost(context(Map.of("aud", two)), ENDPOINT))
                .isEqualTo(Verdict.broken("[" + ENDPOINT + ", urn:a], an array instead of one string", EXPECTED));
        assertThat(ServerAudience.checkOneOnHost(context(Map.of("aud", List.of(ENDPOINT))), ENDPOINT))
                .isEqualTo(Verdict.satisfied());
        assertThat(ServerAudience.checkOneOnHost(context(Map.of("aud", "urn:a")), ENDPOINT))
                .isEqualTo(Verdict.broken("\"urn:a\"", EXPECTED));
    }

    private static Verdict check(Object aud) {
        return ServerAudience.check(context(Map.of("aud", aud)), ENDPOINT);
    }

    private static RuleContext context(Map<String, Object> claims) {
        return new RuleContext(
                TokenRequest.builder()
                        .assertion(DecodedAssertion.unsigned(Map.of("alg", "ES256"), new HashMap<>(claims)))
                        .build(),
                EvaluationContext.unknown());
    }
}
