// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.AuthorizationRequest.ResponseMode;
import dev.clientauth.apple.AuthorizationRequest.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Apple, "Request an authorization to the Sign in with Apple server". */
class AuthorizationRequestTest {
    private static final URI REDIRECT = URI.create("https://www.example.com/auth/callback");

    private static AuthorizationRequest.Builder request() {
        return AuthorizationRequest.builder("com.example.web", REDIRECT);
    }

    @Test
    void theUrlHasApplesParametersEncodedOnce() {
        AuthorizationRequest request =
                request().scopes(Scope.NAME, Scope.EMAIL).withIdentityToken().build();
        assertThat(request.uri().toString())
                .isEqualTo("https://appleid.apple.com/auth/authorize?client_id=com.example.web"
                        + "&redirect_uri=https%3A%2F%2Fwww.example.com%2Fauth%2Fcallback"
                        + "&response_type=code%20id_token&response_mode=form_post&scope=name%20email&state="
                        + request.pending().state() + "&nonce="
                        + request.pending().nonce());
    }

    @Test
    void withoutScopesTheCodeIsReturnedInTheQuery() {
        assertThat(request().build().uri().toString())
                .contains("&response_type=code&response_mode=query&state=")
                .doesNotContain("scope");
    }

    @ParameterizedTest
    @EnumSource(
            value = ResponseMode.class,
            names = {"QUERY", "FRAGMENT"})
    void formPostIsRequiredWithScopes(ResponseMode mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> request().scopes(Scope.EMAIL).responseMode(mode).build())
                .withMessageContaining("Apple then requires form_post");
    }

    @Test
    void anIdentityTokenIsNotReturnedInAQuery() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request()
                        .withIdentityToken()
                        .responseMode(ResponseMode.QUERY)
                        .build())
                .withMessageContaining("must not be returned in a query");
        assertThat(request().withIdentityToken().build().uri().toString()).contains("response_mode=form_post");
        assertThat(request()
                        .withIdentityToken()
                        .responseMode(ResponseMode.FRAGMENT)
                        .build()
                        .uri()
                        .toString())
                .contains("response_mode=fragment");
    }

    @Test
    void pkceIsNotSentBecauseAppleRefusesUnknownParameters() {
        assertThat(request().build().uri().toString()).doesNotContain("code_challenge");
    }

    @Test
    void stateAndNonceAreFreshWithAtLeast128RandomBits() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            PendingSignIn pending = request().build().pending();
            seen.add(pending.state());
            seen.add(pending.nonce());
            assertThat(Base64.getUrlDecoder().decode(pending.state())).hasSizeGreaterThanOrEqualTo(16);
            assertThat(Base64.getUrlDecoder().decode(pending.nonce())).hasSizeGreaterThanOrEqualTo(16);
        }
        assertThat(seen).hasSize(200);
    }

    @ParameterizedTest
    @CsvSource({
        "http://www.example.com/callback, its scheme is http",
        "https://127.0.0.1/callback, this machine",
        "https://10.0.0.7/callback, the IP address 10.0.0.7",
        "https://[2001:db8::1]/callback, the IP address",
        "https://[::1]/callback, this machine",
        "https://localhost/callback, this machine",
        "https://LOCALHOST:3000/callback, this machine",
        "https://app.localhost/callback, this machine",
        "https://intranet/callback, not a fully qualified domain",
        "https://www.example.com/callback#top, fragment",
        "https://www.example.com/callback#, fragment",
        "https://user@www.example.com/callback, user information",
        "https:///callback, no host",
        "https://2130706433/callback, the IP address 2130706433",
        "https://0x7f.1/callback, no host",
        "com.example.app:/callback, its scheme is com.example.app",
        "/callback, its scheme is null"
    })
    void theRedirectUriIsHttpsWithADomainAndNoFragment(String uri, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationRequest.builder("com.example.web", URI.create(uri))
                        .build())
                .withMessageContaining(reason)
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/callback?from=apple",
                "https://sub.example.co.uk:8443/a",
                "https://xn--mnchen-3ya.example/"
            })
    void aDomainWithPathPortAndQueryIsAccepted(String uri) {
        assertThat(AuthorizationRequest.builder("com.example.web", URI.create(uri))
                        .build()
                        .pending()
                        .redirectUri())
                .hasToString(uri);
    }

    @Test
    void loopbackRequiresALocalMock() {
        URI local = URI.create("http://localhost:8080/callback");
        AppleEndpoints standIn = AppleEndpoints.at(URI.create("http://127.0.0.1:9999"));
        assertThat(AuthorizationRequest.builder("com.example.web", local)
                        .endpoints(standIn)
                        .build()
                        .uri())
                .hasHost("127.0.0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationRequest.builder("com.example.web", local)
                        .endpoints(AppleEndpoints.at(URI.create("https://apple.example.com")))
                        .build());
    }

    @Test
    void theClientIdMustNotIncludeTheTeamId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationRequest.builder("DEF123GHIJ.com.example.web", REDIRECT)
                        .build())
                .withMessageContaining("begins with a Team ID");
    }

    @Test
    void neitherTheRequestNorThePendingSignInShowsStateOrNonce() {
        AuthorizationRequest request = request().build();
        assertThat(request + " " + request.pending())
                .contains("com.example.web")
                .doesNotContain(request.pending().state())
                .doesNotContain(request.pending().nonce());
    }
}
