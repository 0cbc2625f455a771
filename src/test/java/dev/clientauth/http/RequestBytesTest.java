// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.Grant;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** The bytes of each request, copied from the providers' documentation; JWT stands for the assertion. */
class RequestBytesTest {
    private static final URI CALLBACK = URI.create("https://app.example.com/callback?a=b&c=%20d");

    private TokenServer server;

    @BeforeEach
    void start() {
        server = TokenServer.start().granting("t", 60);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Apple, Implementing OAuth: all five are required. */
    @Test
    void schoolManager() {
        assertThat(sent(Clients.school(server.endpoint()), Grant.clientCredentials()))
                .isEqualTo("grant_type=client_credentials"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_id=SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59"
                        + "&scope=school.api"
                        + "&client_assertion=JWT");
    }

    @Test
    void business() {
        ClientAuthenticator.Builder business = ClientAuthenticator.builder(AppleBusiness.profile())
                .clientId("BUSINESSAPI.9f2d41aa-0000-4a6b-8c57-1d2e3f405162")
                .signingKey(Clients.EC)
                .tokenEndpoint(server.endpoint());
        assertThat(sent(business, Grant.clientCredentials()))
                .isEqualTo("grant_type=client_credentials"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_id=BUSINESSAPI.9f2d41aa-0000-4a6b-8c57-1d2e3f405162"
                        + "&scope=business.api"
                        + "&client_assertion=JWT");
    }

    /** Epic, OAuth 2.0 Specification: three fields, and no client_id. */
    @Test
    void epicWithoutScope() {
        assertThat(sent(Clients.epic(server.endpoint()), Grant.clientCredentials()))
                .isEqualTo("grant_type=client_credentials"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=JWT");
    }

    @Test
    void epicWithScopes() {
        assertThat(sent(Clients.epic(server.endpoint()), Grant.clientCredentials("system/Patient.read", "system/*.rs")))
                .isEqualTo("grant_type=client_credentials"
                        + "&scope=system%2FPatient.read+system%2F*.rs"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=JWT");
    }

    @Test
    void noScopesMeansNoParameter() {
        assertThat(sent(Clients.epic(server.endpoint()).scopes(), Grant.clientCredentials()))
                .doesNotContain("scope");
    }

    @Test
    void aGrantWithoutScopesIsSentWithoutTheBuildersScopes() {
        assertThat(sent(Clients.epic(server.endpoint()).scopes("system/Patient.read"), Grant.clientCredentials()))
                .doesNotContain("scope");
    }

    @Test
    void epicAuthorizationCode() {
        assertThat(sent(Clients.epic(server.endpoint()), Grant.authorizationCode("c0de", CALLBACK)))
                .isEqualTo("grant_type=authorization_code"
                        + "&code=c0de"
                        + "&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback%3Fa%3Db%26c%3D%2520d"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=JWT");
    }

    @Test
    void epicRefreshToken() {
        assertThat(sent(Clients.epic(server.endpoint()), Grant.refreshToken("r3fresh")))
                .isEqualTo("grant_type=refresh_token"
                        + "&refresh_token=r3fresh"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=JWT");
    }

    /** SMART App Launch 2.2, Backend Services: scope is required. */
    @Test
    void smartBackendServices() {
        ClientAuthenticator.Builder smart = ClientAuthenticator.builder(SmartBackendServices.profile(server.endpoint()))
                .clientId("bulk-client")
                .signingKey(Clients.RSA);
        assertThat(sent(smart, Grant.clientCredentials("system/*.rs")))
                .isEqualTo("grant_type=client_credentials"
                        + "&scope=system%2F*.rs"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=JWT");
    }

    @Test
    void appleCodeFromTheWeb() {
        assertThat(sent(
                        Clients.apple(server.endpoint()),
                        Grant.authorizationCode("c8a.0.rtv~_-", URI.create("https://app.example.com/callback"))))
                .isEqualTo("grant_type=authorization_code"
                        + "&code=c8a.0.rtv%7E_-"
                        + "&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback"
                        + "&client_id=com.example.web"
                        + "&client_secret=JWT");
    }

    @Test
    void appleCodeFromANativeAppWithVerifier() {
        assertThat(sent(
                        Clients.apple(server.endpoint()),
                        Grant.authorizationCode("c0de")
                                .withCodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
                .isEqualTo("grant_type=authorization_code"
                        + "&code=c0de"
                        + "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
                        + "&client_id=com.example.web"
                        + "&client_secret=JWT");
    }

    @Test
    void appleRefreshToken() {
        assertThat(sent(Clients.apple(server.endpoint()), Grant.refreshToken("r3fresh")))
                .isEqualTo("grant_type=refresh_token"
                        + "&refresh_token=r3fresh"
                        + "&client_id=com.example.web"
                        + "&client_secret=JWT");
    }

    /** TN3159: a token for the migration of users. */
    @Test
    void appleClientCredentials() {
        assertThat(sent(Clients.apple(server.endpoint()), Grant.clientCredentials()))
                .isEqualTo("grant_type=client_credentials"
                        + "&client_id=com.example.web"
                        + "&scope=user.migration"
                        + "&client_secret=JWT");
    }

    /** RFC 7523 section 2.1 together with section 2.2. */
    @Test
    void jwtBearerGrant() {
        assertThat(sent(anyServer("my-client"), new Grant.JwtBearer("a.b.c", Optional.of("read"))))
                .isEqualTo("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
                        + "&assertion=a.b.c"
                        + "&scope=read"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_id=my-client"
                        + "&client_assertion=JWT");
    }

    /** RFC 6749 appendix B: each reserved character once, a space as plus, UTF-8. */
    @Test
    void everyCharacterIsEncodedOnce() {
        assertThat(sent(
                        anyServer("client with space+plus&and=equals"),
                        Grant.refreshToken("%~*'()!;:@,/?#[] \u00e9\u20ac\uD83D\uDE00-._\u0000\n.")))
                .isEqualTo("grant_type=refresh_token"
                        + "&refresh_token=%25%7E*%27%28%29%21%3B%3A%40%2C%2F%3F%23%5B%5D+%C3%A9%E2%82%AC%F0%9F%98%80-._%00%0A."
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_id=client+with+space%2Bplus%26and%3Dequals"
                        + "&client_assertion=JWT");
    }

    /** BCDA refuses a charset after the media type; BCDA and others refuse a missing Accept header. */
    @Test
    void headers() {
        Clients.epic(server.endpoint()).build().accessToken();
        RecordedRequest request = server.take();
        assertThat(request.getRequestLine()).isEqualTo("POST /token HTTP/1.1");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/x-www-form-urlencoded");
        assertThat(request.getHeaders().values("Accept")).containsExactly("application/json");
        assertThat(request.getHeaders().values("User-Agent")).containsExactly("clientauth");
        assertThat(request.getHeaders().values("Content-Length"))
                .containsExactly(String.valueOf(request.getBodySize()));
        assertThat(request.getHeaders().names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "content-type",
                        "accept",
                        "user-agent",
                        "content-length",
                        "host",
                        "connection",
                        "accept-encoding");
        assertThat(request.getUrl().query()).isNull();
    }

    @Test
    void theSentAssertionHasTheRequiredClaims() throws Exception {
        Clients.epic(server.endpoint()).build().accessToken();
        SignedJWT jwt = SignedJWT.parse(server.takeBody().replaceAll(".*client_assertion=", ""));
        assertThat(jwt.getHeader().toJSONObject())
                .containsOnly(Map.entry("alg", "RS384"), Map.entry("kid", "epic-2026-11"), Map.entry("typ", "JWT"));
        assertThat(jwt.getPayload().toJSONObject().keySet())
                .containsExactlyInAnyOrder("iss", "sub", "aud", "iat", "exp", "jti");
        assertThat(jwt.getPayload().toJSONObject())
                .containsEntry("iss", Clients.EPIC_ID)
                .containsEntry("sub", Clients.EPIC_ID)
                .containsEntry("aud", server.endpoint().toString());
    }

    private ClientAuthenticator.Builder anyServer(String clientId) {
        return ClientAuthenticator.builder(PrivateKeyJwt.withTokenEndpointAudience(server.endpoint()))
                .clientId(clientId)
                .signingKey(Clients.EC);
    }

    /** The body that arrived. An assertion needs no percent-encoding, so the bodies can be compared literally. */
    private String sent(ClientAuthenticator.Builder builder, Grant grant) {
        builder.build().request(grant);
        String body = server.takeBody();
        assertThat(server.requestCount()).isEqualTo(1);
        return body.replaceFirst("(client_assertion|client_secret)=[\\w-]+\\.[\\w-]+\\.[\\w-]+$", "$1=JWT");
    }
}
