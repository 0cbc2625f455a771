// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.RawPost;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.Finding;
import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A request that some servers accept and others refuse")
@Timeout(30)
class UnusualRequestTest {
    private static final String CLIENT = "bulk-client";
    private static final String EXTENSION = "urn:example:extension";

    private final MovableClock clock = new MovableClock();

    /** What differs from a request that every server accepts, and the rule that names it. */
    enum Unusual {
        EXPIRED_WITHIN_TOLERANCE("exp.in-future") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("iat", now - 400).claim("exp", now - 299);
            }
        },
        EXPIRED("exp.within-tolerance") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("iat", now - 400).claim("exp", now - 300);
            }
        },
        NOT_BEFORE_WITHIN_TOLERANCE("nbf.not-in-future") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("nbf", now + 299).claim("exp", now + 300);
            }
        },
        NOT_BEFORE("nbf.within-tolerance") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("nbf", now + 301).claim("exp", now + 302);
            }
        },
        AUDIENCES("aud.one-string") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("aud", List.of("https://another.example.com", endpoint.toString()));
            }
        },
        OTHER_AUDIENCES("aud") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("aud", List.of("https://another.example.com", "https://third.example.com"));
            }
        },
        ISSUED_IN_FUTURE("iat.not-in-future") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("iat", now + 100);
            }
        },
        WITHOUT_ID("jti.present") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.claim("jti", null);
            }
        },
        TYPE_OF_ACCESS_TOKENS("typ.other-kind") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.header("typ", "at+jwt");
            }
        },
        CRITICAL_EXTENSION("crit") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.header("crit", List.of(EXTENSION)).header(EXTENSION, true);
            }
        },
        EMPTY_LIST_OF_EXTENSIONS("crit.absent") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.header("crit", List.of());
            }
        },
        NO_LIST_OF_EXTENSIONS("crit") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.header("crit", "alg");
            }
        },
        PAYLOAD_NOT_ENCODED("crit") {
            @Override
            void change(ForgedAssertion assertion, long now, URI endpoint) {
                assertion.header("crit", List.of("b64")).header("b64", false);
            }
        };

        private final String rule;

        Unusual(String rule) {
            this.rule = rule;
        }

        abstract void change(ForgedAssertion assertion, long now, URI endpoint);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"EXPIRED", "NOT_BEFORE", "OTHER_AUDIENCES"},
            mode = EnumSource.Mode.EXCLUDE)
    void isAcceptedAndNamedByTheMockOfAnyServer(Unusual unusual) throws IOException {
        assertAcceptedAndNamed("private-key-jwt", unusual);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED", "NOT_BEFORE", "OTHER_AUDIENCES"})
    void isRefusedBeyondWhatAnyServerAccepts(Unusual unusual) throws IOException {
        assertRefused("private-key-jwt", unusual);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "EXPIRED_WITHIN_TOLERANCE",
                "NOT_BEFORE_WITHIN_TOLERANCE",
                "AUDIENCES",
                "CRITICAL_EXTENSION",
                "EMPTY_LIST_OF_EXTENSIONS"
            })
    void isAcceptedByTheMockOfAnySmartServer(Unusual unusual) throws IOException {
        assertAcceptedAndNamed("smart-backend-services", unusual);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED_WITHIN_TOLERANCE", "CRITICAL_EXTENSION", "PAYLOAD_NOT_ENCODED"})
    void isRefusedByAProviderThatForbidsIt(Unusual unusual) throws IOException {
        assertRefused("epic", unusual);
    }

    private void assertAcceptedAndNamed(String provider, Unusual unusual) throws IOException {
        RecordedRequest request = send(provider, unusual);
        assertThat(ids(request.diagnosis().blocking())).isEmpty();
        assertThat(request.status()).isEqualTo(200);
        assertThat(ids(request.diagnosis().disputed())).contains(provider + "." + unusual.rule);
    }

    private void assertRefused(String provider, Unusual unusual) throws IOException {
        RecordedRequest request = send(provider, unusual);
        assertThat(ids(request.diagnosis().blocking())).containsExactly(provider + "." + unusual.rule);
        assertThat(request.error()).contains("invalid_client");
    }

    private RecordedRequest send(String provider, Unusual unusual) throws IOException {
        try (MockProvider mock = MockProvider.start(Providers.example(provider), clock)) {
            mock.register(CLIENT, Clients.RSA.publicJwk());
            long now = clock.instant().getEpochSecond();
            ForgedAssertion assertion = new ForgedAssertion()
                    .header("alg", "RS384")
                    .header("kid", "epic-2026-11")
                    .header("typ", "JWT")
                    .claim("iss", CLIENT)
                    .claim("sub", CLIENT)
                    .claim("aud", mock.tokenEndpoint().toString())
                    .claim("iat", now - 5)
                    .claim("exp", now + 115)
                    .claim("jti", UUID.randomUUID().toString());
            unusual.change(assertion, now, mock.tokenEndpoint());
            HttpResponse<String> response = RawPost.to(mock.tokenEndpoint())
                    .with("grant_type", "client_credentials")
                    .with("scope", "system/Patient.rs")
                    .withAssertion(assertion.signed(JWSAlgorithm.RS384, Clients.RSA))
                    .send();
            RecordedRequest recorded = mock.received().get(0);
            assertThat(response.statusCode()).isEqualTo(recorded.status());
            return recorded;
        }
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(finding -> finding.rule().id()).toList();
    }
}
