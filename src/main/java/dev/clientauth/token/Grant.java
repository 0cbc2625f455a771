// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A grant that a client exchanges for tokens (RFC 6749 section 1.3). {@code toString()} hides secrets. */
public sealed interface Grant {

    /** Returns the {@code grant_type} parameter. */
    String type();

    /** Returns the parameters of the request, {@code grant_type} first, in the order in which they are sent. */
    Map<String, String> parameters();

    /**
     * {@code client_credentials} (RFC 6749 section 4.4): a token for the client itself.
     *
     * @param scope the scopes to request, separated by spaces; if empty, those that the profile fixes, or none
     */
    record ClientCredentials(Optional<String> scope) implements Grant {
        public ClientCredentials {
            Arguments.presentNotBlank(scope, "scope");
        }

        @Override
        public String type() {
            return "client_credentials";
        }

        @Override
        public Map<String, String> parameters() {
            return FormParameters.of(this).put("scope", scope).toMap();
        }
    }

    /**
     * {@code authorization_code} (RFC 6749 section 4.1): tokens for a user who has just signed in.
     *
     * @param code the code, which can be used once
     * @param redirectUri exactly the {@code redirect_uri} of the authorization request; empty for native apps
     * @param codeVerifier the PKCE verifier (RFC 7636) of the authorization request
     */
    record AuthorizationCode(String code, Optional<URI> redirectUri, Optional<String> codeVerifier) implements Grant {
        public AuthorizationCode {
            Arguments.notBlank(code, "code");
            Arguments.required(redirectUri, "redirectUri");
            Arguments.presentNotBlank(codeVerifier, "codeVerifier");
        }

        @Override
        public String type() {
            return "authorization_code";
        }

        @Override
        public Map<String, String> parameters() {
            return FormParameters.of(this)
                    .put("code", code)
                    .put("redirect_uri", redirectUri.map(URI::toString))
                    .put("code_verifier", codeVerifier)
                    .toMap();
        }

        /** Returns this grant with a PKCE verifier (RFC 7636). */
        public AuthorizationCode withCodeVerifier(String verifier) {
            return new AuthorizationCode(code, redirectUri, Optional.of(Arguments.notBlank(verifier, "verifier")));
        }

        @Override
        public String toString() {
            return "AuthorizationCode[not shown]";
        }
    }

    /**
     * {@code refresh_token} (RFC 6749 section 6).
     *
     * @param refreshToken the refresh token
     * @param scope a subset of the granted scopes, separated by spaces
     */
    record RefreshToken(String refreshToken, Optional<String> scope) implements Grant {
        public RefreshToken {
            Arguments.notBlank(refreshToken, "refreshToken");
            Arguments.presentNotBlank(scope, "scope");
        }

        @Override
        public String type() {
            return "refresh_token";
        }

        @Override
        public Map<String, String> parameters() {
            return FormParameters.of(this)
                    .put("refresh_token", refreshToken)
                    .put("scope", scope)
                    .toMap();
        }

        @Override
        public String toString() {
            return "RefreshToken[not shown]";
        }
    }

    /**
     * {@code urn:ietf:params:oauth:grant-type:jwt-bearer} (RFC 7523 section 2.1): the grant is itself a JWT about a subject.
     *
     * @param assertion the JWT
     * @param scope the scopes to request, separated by spaces
     */
    record JwtBearer(String assertion, Optional<String> scope) implements Grant {
        public JwtBearer {
            Arguments.notBlank(assertion, "assertion");
            Arguments.presentNotBlank(scope, "scope");
        }

        @Override
        public String type() {
            return "urn:ietf:params:oauth:grant-type:jwt-bearer";
        }

        @Override
        public Map<String, String> parameters() {
            return FormParameters.of(this)
                    .put("assertion", assertion)
                    .put("scope", scope)
                    .toMap();
        }

        @Override
        public String toString() {
            return "JwtBearer[not shown]";
        }
    }

    /**
     * {@code urn:ietf:params:oauth:grant-type:jwt-bearer} (RFC 7523 section 2.1) with a JWT that the client signs itself: for
     * Google service accounts, Salesforce and other providers whose profile sends the JWT as {@code assertion}. The scopes are
     * inside the JWT.
     */
    record SelfIssuedJwt() implements Grant {
        @Override
        public String type() {
            return "urn:ietf:params:oauth:grant-type:jwt-bearer";
        }

        @Override
        public Map<String, String> parameters() {
            return FormParameters.of(this).toMap();
        }
    }

    /** Returns a client credentials grant with the scopes that the profile fixes, or none. */
    static ClientCredentials clientCredentials() {
        return new ClientCredentials(Optional.empty());
    }

    /**
     * Returns a client credentials grant with these scopes; without any, the same as {@link #clientCredentials()}.
     *
     * @throws IllegalArgumentException if a scope is blank or contains a control character
     */
    static ClientCredentials clientCredentials(String... scopes) {
        for (String scope : Arguments.withoutNulls(scopes, "scopes")) {
            Arguments.printable(scope, "scopes");
        }
        return new ClientCredentials(scopes.length == 0 ? Optional.empty() : Optional.of(String.join(" ", scopes)));
    }

    /** Returns a grant for an authorization code from a native app, which has no redirect URI. */
    static AuthorizationCode authorizationCode(String code) {
        return new AuthorizationCode(code, Optional.empty(), Optional.empty());
    }

    /** Returns a grant for an authorization code that was sent to this redirect URI. */
    static AuthorizationCode authorizationCode(String code, URI redirectUri) {
        return new AuthorizationCode(
                code, Optional.of(Arguments.required(redirectUri, "redirectUri")), Optional.empty());
    }

    /** Returns a grant for a refresh token. */
    static RefreshToken refreshToken(String refreshToken) {
        return new RefreshToken(refreshToken, Optional.empty());
    }

    /** Returns a grant that is itself a JWT, which the client signs for each request. */
    static SelfIssuedJwt selfIssuedJwt() {
        return new SelfIssuedJwt();
    }

    /** Returns a grant that is itself a JWT. */
    static JwtBearer jwtBearer(String assertion) {
        return new JwtBearer(assertion, Optional.empty());
    }
}
