// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.PrivateKeyJwt;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** This library and others, each configured as usual; each call reads the token. */
final class Subjects {
    private static final String CLIENT = "benchmark-client";
    private static final URI API = URI.create("https://api.example.org/");

    private Subjects() {}

    static KeyPair keyPair(JWSAlgorithm algorithm) throws GeneralSecurityException {
        boolean isEc = JWSAlgorithm.Family.EC.contains(algorithm);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(isEc ? "EC" : "RSA");
        if (isEc) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    static ClientAuthenticator authenticator(URI endpoint, JWSAlgorithm algorithm, KeyPair pair) {
        return ClientAuthenticator.builder(PrivateKeyJwt.withTokenEndpointAudience(endpoint))
                .clientId(CLIENT)
                .signingKey(SigningKey.of(pair.getPrivate(), pair.getPublic(), "benchmark-key"))
                .algorithm(algorithm)
                .build();
    }

    /** google-auth-library: a service account, which signs assertions as well, and the headers for a request. */
    static Callable<Object> google(URI endpoint) throws GeneralSecurityException {
        ServiceAccountCredentials credentials = ServiceAccountCredentials.newBuilder()
                .setClientEmail(CLIENT)
                .setPrivateKey(keyPair(JWSAlgorithm.RS256).getPrivate())
                .setPrivateKeyId("benchmark-key")
                .setScopes(List.of("read"))
                .setTokenServerUri(endpoint)
                .build();
        return () -> credentials.getRequestMetadata(API);
    }

    /** Spring Security: the manager for services without a web request. */
    static Callable<Object> spring(Duration life, Runnable onRequest) {
        ClientRegistration registration = ClientRegistration.withRegistrationId("benchmark")
                .clientId(CLIENT)
                .clientSecret("none")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri("https://example.org/token")
                .build();
        InMemoryClientRegistrationRepository registrations = new InMemoryClientRegistrationRepository(registration);
        AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                        registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
        ClientCredentialsOAuth2AuthorizedClientProvider provider =
                new ClientCredentialsOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(request -> {
            onRequest.run();
            return OAuth2AccessTokenResponse.withToken("token")
                    .tokenType(OAuth2AccessToken.TokenType.BEARER)
                    .expiresIn(life.toSeconds())
                    .build();
        });
        manager.setAuthorizedClientProvider(provider);
        OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId("benchmark")
                .principal(CLIENT)
                .build();
        return () -> manager.authorize(request).getAccessToken();
    }

    /** MSAL4J: a confidential client with an HTTP client that returns canned responses. */
    static Callable<Object> msal(Duration life, Runnable onRequest) throws Exception {
        ConfidentialClientApplication application = ConfidentialClientApplication.builder(
                        CLIENT, ClientCredentialFactory.createFromSecret("none"))
                .authority("https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/")
                .instanceDiscovery(false)
                .httpClient(request -> {
                    onRequest.run();
                    HttpResponse response = new HttpResponse();
                    response.statusCode(200);
                    response.addHeaders(Map.of("Content-Type", List.of("application/json")));
                    response.body("{\"access_token\":\"token\",\"token_type\":\"Bearer\",\"expires_in\":"
                            + life.toSeconds() + "}");
                    return response;
                })
                .build();
        ClientCredentialParameters parameters = ClientCredentialParameters.builder(
                        Set.of("https://graph.microsoft.com/.default"))
                .build();
        return () -> application.acquireToken(parameters).get().accessToken();
    }
}
