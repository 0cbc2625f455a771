// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.diagnosis.provider.ProviderDetection;
import dev.clientauth.diagnosis.provider.ProviderMatch;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderMatchTest {

    @ParameterizedTest
    @CsvSource({
        "SCHOOLAPI.7c0c10a0, https://account.apple.com/auth/oauth2/v2/token, ES256, apple-school-manager",
        "BUSINESSAPI.9f2d, https://account.apple.com/auth/oauth2/v2/token, ES256, apple-business",
        "com.example.web, https://appleid.apple.com, ES256, sign-in-with-apple",
        "36c92488, https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token, RS384, epic",
        "36c92488, https://ehr.example.org/Interconnect-PRD/oauth2/token, RS384, epic",
        "bulk, https://ehr.example.org/auth/token, ES384, smart-backend-services",
        "me, https://issuer.example.com/oauth2/token, PS256, private-key-jwt"
    })
    void aBareAssertionIsDetectedByItsClaims(String client, String audience, String alg, String expected) {
        TokenRequest attempt = TokenRequest.builder()
                .assertion(DecodedAssertion.unsigned(
                        Map.of("alg", alg), Map.of("iss", client, "sub", client, "aud", audience)))
                .build();

        assertThat(ProviderDetection.detect(attempt).orElseThrow().profile().id())
                .isEqualTo(expected);
    }

    @Test
    void theClientIdOutweighsUrlAndAudience() {
        TokenRequest forum = TokenRequest.builder()
                .endpoint(URI.create("https://appleid.apple.com/auth/oauth2/v2/token"))
                .assertion(DecodedAssertion.unsigned(
                        Map.of("alg", "ES256"),
                        Map.of(
                                "iss", "55155430",
                                "sub", "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59",
                                "aud", "https://appleid.apple.com")))
                .parameter("scope", "https://api.apple.com/auth/schoolmanager")
                .build();

        ProviderMatch likeness = ProviderDetection.detect(forum).orElseThrow();

        assertThat(likeness.profile()).isSameAs(AppleSchoolManager.profile());
        assertThat(likeness.reasons()).containsExactly("the client id begins with SCHOOLAPI");
        assertThat(likeness.foreign())
                .containsExactly(
                        "https://appleid.apple.com/auth/oauth2/v2/token is the token endpoint of Apple's Roster API, another"
                                + " product on the same API host.",
                        "aud https://appleid.apple.com is the audience of Sign in with Apple, the Roster API and Apple Ads.");
    }

    @Test
    void aValidRequestHasNoForeignTraits() {
        TokenRequest sound = TokenRequest.builder()
                .endpoint(URI.create("https://appleid.apple.com/auth/token"))
                .assertion(DecodedAssertion.unsigned(
                        Map.of("alg", "ES256", "kid", "ABC123DEFG"),
                        Map.of("iss", "DEF123GHIJ", "sub", "com.example.web", "aud", "https://appleid.apple.com")))
                .parameter("client_secret", "")
                .build();

        assertThat(ProviderDetection.detect(sound).orElseThrow().foreign()).isEmpty();
    }

    @Test
    void anEpicCustomerAndTheSandboxAreCheckedAtTheirOwnEndpoints() {
        URI customer = URI.create("https://ehr.example.org/interconnect-prd-oauth/oauth2/token");
        URI authorize = URI.create("https://fhir.epic.com/interconnect-fhir-oauth/oauth2/authorize");

        assertThat(ProviderDetection.detect(
                                TokenRequest.builder().endpoint(customer).build())
                        .orElseThrow()
                        .profile()
                        .tokenEndpoint())
                .hasValue(customer);
        assertThat(ProviderDetection.detect(
                                TokenRequest.builder().endpoint(authorize).build())
                        .orElseThrow()
                        .profile())
                .isSameAs(Epic.sandbox());
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.bcda.cms.gov/auth/v2/token",
        "https://sandbox.bcda.cms.gov/v2/token",
    })
    void cmsBcdaIsRecognizedByItsHosts(String endpoint) {
        ValidRequest valid = HealthRows.bcda();
        valid.endpoint = endpoint;
        valid.claims.put("aud", endpoint);

        ProviderMatch match = ProviderDetection.detect(valid.attempt()).orElseThrow();

        assertThat(match.profile().id()).isEqualTo("cms-bcda");
        assertThat(match.reasons()).contains("the URL or aud is on a host of CMS BCDA");
        assertThat(match.profile().diagnose(valid.attempt(), valid.context()).broken())
                .isEmpty();
        valid.form.put("scope", "system/Patient.read");
        assertThat(match.profile().diagnose(valid.attempt(), valid.context()).broken())
                .extracting(finding -> finding.rule().id())
                .containsExactly("cms-bcda.scope");
    }

    static List<KillMatrixTest.Row> recognizable() {
        return Stream.of(ServerRows.all(), GrantRows.all(), HealthRows.all(), PublicSectorRows.all())
                .flatMap(List::stream)
                .filter(row -> !row.profile().recognition().hints().isEmpty())
                // Its own host is not in the example.
                .filter(row -> !row.id().equals("cms-bcda"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recognizable")
    void aValidRequestIsRecognizedAndNothingInItIsForeignOrBroken(KillMatrixTest.Row row) {
        ValidRequest valid = row.sound().get();

        ProviderMatch match = ProviderDetection.detect(valid.attempt()).orElseThrow();

        assertThat(match.profile().id()).isEqualTo(row.id());
        assertThat(match.reasons()).isNotEmpty();
        assertThat(match.foreign()).isEmpty();
        assertThat(match.profile().diagnose(valid.attempt(), valid.context()).broken())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recognizable")
    void itsBareJwtIsNotAttributedToAnotherProviderUnlessItContainsNoHint(KillMatrixTest.Row row) {
        ValidRequest valid = row.sound().get();

        Optional<ProviderMatch> match = ProviderDetection.detect(TokenRequest.ofAssertion(valid.assertion()));

        assertThat(match).isPresent();
        assertThat(match.get().profile().id()).isIn(row.id(), "neutral", "private-key-jwt", "smart-backend-services");
        assertThat(match.get()
                        .profile()
                        .diagnose(TokenRequest.ofAssertion(valid.assertion()), valid.context())
                        .broken())
                .isEmpty();
    }

    @Test
    void anAudienceOfAnotherProviderIsForeign() {
        TokenRequest request = TokenRequest.builder()
                .endpoint(URI.create("https://account.docusign.com/oauth/token"))
                .parameter("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .assertion(DecodedAssertion.unsigned(
                        Map.of("alg", "RS256"), Map.of("iss", "c", "aud", "https://login.salesforce.com")))
                .build();

        ProviderMatch match = ProviderDetection.detect(request).orElseThrow();

        assertThat(match.profile().id()).isEqualTo("docusign");
        assertThat(match.foreign()).containsExactly("aud https://login.salesforce.com is the audience of Salesforce.");
    }

    @Test
    void nothingIsDetectedInAnEmptyRequest() {
        assertThat(ProviderDetection.detect(TokenRequest.ofAssertion("not a JWT")))
                .isEmpty();
        assertThat(ProviderDetection.detect(TokenRequest.builder()
                        .parameter("scope", "system/Patient.read")
                        .build()))
                .isEmpty();
    }

    @Test
    void theJwtOfAnApiWithoutATokenEndpointIsRecognized() {
        TokenRequest connect = TokenRequest.builder()
                .assertion(DecodedAssertion.unsigned(
                        Map.of("alg", "ES256", "kid", "ABC123DEFG"),
                        Map.of("iss", "DEF123GHIJ", "aud", "appstoreconnect-v1", "bid", "com.example.app")))
                .build();

        assertThat(ProviderDetection.detect(connect).orElseThrow().foreign())
                .anySatisfy(sentence -> assertThat(sentence).contains("App Store Connect", "Bearer"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://appleid.apple.com/auth/token, sign-in-with-apple",
        "https://appleid.apple.com/auth/revoke, sign-in-with-apple-revoke",
        "https://appleid.apple.com/auth/usermigrationinfo, sign-in-with-apple-usermigrationinfo"
    })
    void eachEndpointOfSignInWithAppleHasItsOwnProfile(URI endpoint, String id) {
        TokenRequest attempt = TokenRequest.builder().endpoint(endpoint).build();

        assertThat(ProviderDetection.detect(attempt)).hasValueSatisfying(likeness -> {
            assertThat(likeness.profile().id()).isEqualTo(id);
            assertThat(likeness.foreign()).isEmpty();
        });
    }

    /** Without those to profiles of standards, which have no host of their own. */
    static List<AcceptedRequestsTest.Accepted> accepted() {
        return AcceptedByServersTest.requests().stream()
                .filter(accepted -> !accepted.profile().recognition().hints().isEmpty())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void noRuleIsBrokenWhereTheProviderIsRecognized(AcceptedRequestsTest.Accepted accepted) {
        ValidRequest request = accepted.request();

        Profile recognized =
                ProviderDetection.detect(request.attempt()).orElseThrow().profile();
        Diagnosis diagnosis = recognized.diagnose(
                request.attempt(), request.context().withResponse(new ErrorResponse(400, "invalid_client", null)));

        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        assertThat(diagnosis.toString()).contains("Possible cause: ");
    }
}
