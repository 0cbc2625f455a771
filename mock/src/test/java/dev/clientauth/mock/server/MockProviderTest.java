// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.Crowd;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.RawPost;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The mock accepts and refuses the same requests as the provider, with the same terse responses. Requests are built without
 * the library.
 */
@Timeout(30)
class MockProviderTest {
    private static final Profile SMART = SmartBackendServices.profile(URI.create("https://ehr.example.com/auth/token"));
    private static final String CLIENT = "bulk-client";

    private final MovableClock clock = new MovableClock();
    private MockProvider mock;

    @AfterEach
    void stop() {
        mock.close();
    }

    private void start(Profile profile) throws IOException {
        mock = MockProvider.start(profile, clock);
    }

    @Test
    void anUnregisteredClientIsTheReasonForTheRefusal() throws IOException {
        start(Epic.sandbox());
        String assertion = assertion().signed(JWSAlgorithm.RS384, Clients.RSA);
        post(assertion);
        String begin = "The client " + CLIENT + " is not registered with this mock. Registered: ";
        assertThat(last().reason()).contains(begin + "none; register one.");
        mock.register("another", Clients.RSA.publicJwk());
        post(assertion);
        assertThat(last().reason()).contains(begin + "another.");
        for (int i = 1; i <= 5; i++) {
            mock.register("client-" + i, Clients.RSA.publicJwk());
        }
        assertThat(post(assertion).body()).doesNotContain("client-1");
        assertThat(last().reason()).contains(begin + "another, client-1, client-2, client-3, client-4, …");
        mock.register(CLIENT, Clients.RSA.publicJwk());
        post(assertion);
        assertThat(last().reason()).isEmpty();
        assertThat(last().notes()).isEmpty();
    }

    @Test
    void acceptsWhatTheProviderAccepts() throws IOException {
        start(Epic.sandbox());
        mock.register(CLIENT, Clients.RSA.publicJwk());
        HttpResponse<String> response = post(assertion().signed(JWSAlgorithm.RS384, Clients.RSA));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .matches("\\{\"access_token\":\"[\\w-]{43}\",\"token_type\":\"bearer\",\"expires_in\":3600\\}");
        assertThat(last().diagnosis().broken()).isEmpty();
        assertThat(last().status()).isEqualTo(200);
        assertThat(last().error()).isEmpty();
        assertThat(last().receivedAt()).isEqualTo(clock.instant());
    }

    @Test
    void epicRefusesAReplayedJti() throws IOException {
        start(Epic.sandbox());
        mock.register(CLIENT, Clients.RSA.publicJwk());
        String assertion = assertion().signed(JWSAlgorithm.RS384, Clients.RSA);
        assertThat(post(assertion).statusCode()).isEqualTo(200);
        assertRefused(post(assertion), "{\"error\":\"invalid_client\",\"error_description\":null}");
        assertThat(brokenIds()).containsExactly("epic.jti.unused");
    }

    @Test
    void basicAuthenticationAtEpicIsAnotherMethodAndBreaksNoRuleAboutJwts() throws IOException {
        start(Epic.sandbox());
        mock.register(CLIENT, Clients.RSA.publicJwk());
        HttpResponse<String> response = TestHttp.send(HttpRequest.newBuilder(mock.tokenEndpoint())
                .header("Authorization", "Basic bXktY2xpZW50OnMzY3JldA==")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
        assertRefused(response, "{\"error\":\"invalid_client\",\"error_description\":null}");
        assertThat(last().diagnosis().broken()).isEmpty();
        assertThat(last().reason().orElseThrow())
                .contains("HTTP Basic and a client secret", "The mock has no client secrets")
                .doesNotContain("s3cret", "bXktY2xpZW50");
    }

    @Test
    void smartRefusesAReplayedJtiInAnotherAssertionToo() throws IOException {
        start(SMART);
        mock.register(CLIENT, Clients.RSA.publicJwk());
        assertThat(post(assertion().claim("jti", "once").signed(JWSAlgorithm.RS384, Clients.RSA))
                        .statusCode())
                .isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertRefused(
                post(assertion().claim("jti", "once").signed(JWSAlgorithm.RS384, Clients.RSA)),
                "{\"error\":\"invalid_client\"}");
        assertThat(brokenIds()).containsExactly("smart-backend-services.jti.unused");
    }

    @Test
    void anotherClientMayUseTheSameJti() throws IOException {
        start(Epic.sandbox());
        mock.register(CLIENT, Clients.RSA.publicJwk()).register("other", Clients.RSA.publicJwk());
        assertThat(post(assertion().claim("jti", "once").signed(JWSAlgorithm.RS384, Clients.RSA))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(assertion()
                                .claim("jti", "once")
                                .claim("iss", "other")
                                .claim("sub", "other")
                                .signed(JWSAlgorithm.RS384, Clients.RSA))
                        .statusCode())
                .isEqualTo(200);
    }

    /** Nobody can use up the jti of a client without its key. */
    @Test
    void aForgedAssertionUsesNoJti() throws IOException {
        start(Epic.sandbox());
        mock.register(CLIENT, Clients.RSA.publicJwk());
        SigningKey stranger = SigningKey.generate(JWSAlgorithm.RS384).withKeyId("epic-2026-11");
        assertThat(post(assertion().claim("jti", "once").signed(JWSAlgorithm.RS384, stranger))
                        .statusCode())
                .isEqualTo(400);
        assertThat(brokenIds()).containsExactly("epic.signature.verifies");
        assertThat(post(assertion().claim("jti", "once").signed(JWSAlgorithm.RS384, Clients.RSA))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void schoolManagerAcceptsTheSameAssertionAgain() throws IOException {
        start(AppleSchoolManager.profile());
        mock.register(Clients.SCHOOL_ID, Clients.SCHOOL_KEY.publicJwk());
        String assertion = schoolAssertion().signed(JWSAlgorithm.ES256, Clients.SCHOOL_KEY);
        assertThat(postToSchool(assertion).statusCode()).isEqualTo(200);
        assertThat(postToSchool(assertion).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownClientIsRefusedWithoutAnExplanation() throws IOException {
        start(AppleSchoolManager.profile());
        assertRefused(
                postToSchool(schoolAssertion().signed(JWSAlgorithm.ES256, Clients.SCHOOL_KEY)),
                "{\"error\":\"invalid_client\"}");
        assertThat(last().error()).contains("invalid_client");
    }

    @Test
    void theKeyOfAnotherClientIsRefused() throws IOException {
        start(AppleSchoolManager.profile());
        SigningKey others = SigningKey.generate(JWSAlgorithm.ES256).withKeyId(Clients.SCHOOL_KEY_ID);
        mock.register(Clients.SCHOOL_ID, Clients.SCHOOL_KEY.publicJwk())
                .register("SCHOOLAPI.other", others.publicJwk());
        assertRefused(
                postToSchool(schoolAssertion().signed(JWSAlgorithm.ES256, others)), "{\"error\":\"invalid_client\"}");
        assertThat(brokenIds()).containsExactly("apple-school-manager.signature.verifies");
    }

    @Test
    void ofConcurrentReplaysOneIsAccepted() throws Exception {
        start(Epic.sandbox());
        mock.register(CLIENT, Clients.RSA.publicJwk());
        String assertion = assertion().signed(JWSAlgorithm.RS384, Clients.RSA);
        List<Integer> statuses = Crowd.of(16).each(2, () -> post(assertion).statusCode());
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 400)).isEqualTo(31);
        assertThat(mock.received()).hasSize(32);
    }

    @Test
    void anExpiredAssertionIsRefusedByTheMocksClock() throws IOException {
        start(Epic.sandbox());
        mock.register(CLIENT, Clients.RSA.publicJwk());
        String assertion = assertion().signed(JWSAlgorithm.RS384, Clients.RSA);
        clock.advance(Duration.ofSeconds(120));
        assertThat(post(assertion).statusCode()).isEqualTo(400);
        assertThat(brokenIds()).containsExactly("epic.exp.in-future");
    }

    private ForgedAssertion assertion() {
        long now = clock.instant().getEpochSecond();
        return new ForgedAssertion()
                .header("alg", "RS384")
                .header("kid", "epic-2026-11")
                .header("typ", "JWT")
                .claim("iss", CLIENT)
                .claim("sub", CLIENT)
                .claim("aud", mock.tokenEndpoint().toString())
                .claim("iat", now - 5)
                .claim("exp", now + 115)
                .claim("jti", UUID.randomUUID().toString());
    }

    private ForgedAssertion schoolAssertion() {
        return assertion()
                .header("alg", "ES256")
                .header("kid", Clients.SCHOOL_KEY_ID)
                .claim("iss", Clients.SCHOOL_ID)
                .claim("sub", Clients.SCHOOL_ID)
                .claim("aud", "https://account.apple.com/auth/oauth2/v2/token");
    }

    private HttpResponse<String> post(String assertion) {
        RawPost post = RawPost.to(mock.tokenEndpoint()).with("grant_type", "client_credentials");
        if (mock.profile() == SMART) {
            post.with("scope", "system/*.rs");
        }
        return post.withAssertion(assertion).send();
    }

    private HttpResponse<String> postToSchool(String assertion) {
        return RawPost.to(mock.tokenEndpoint())
                .with("grant_type", "client_credentials")
                .with("client_id", Clients.SCHOOL_ID)
                .with("scope", "school.api")
                .withAssertion(assertion)
                .send();
    }

    private static void assertRefused(HttpResponse<String> response, String body) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(body);
    }

    private RecordedRequest last() {
        List<RecordedRequest> received = mock.received();
        return received.get(received.size() - 1);
    }

    private List<String> brokenIds() {
        return last().diagnosis().broken().stream()
                .map(Finding::rule)
                .map(Rule::id)
                .toList();
    }
}
