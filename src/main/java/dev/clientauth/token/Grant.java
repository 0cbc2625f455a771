package dev.clientauth.token;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What a client trades for a token (RFC 6749 section 1.3). Each {@code toString} hides what is secret. */
public sealed interface Grant {

    /** The {@code grant_type} on the wire. */
    String type();

    /** The grant's parameters on the wire, {@code grant_type} first, in their order. */
    Map<String, String> parameters();

    /**
     * {@code client_credentials} (RFC 6749 section 4.4): a token for the client itself.
     *
     * @param scope the scopes to ask for, separated by spaces; without them, those that the profile fixes
     */
    record ClientCredentials(Optional<String> scope) implements Grant {
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
     * {@code authorization_code} (RFC 6749 section 4.1): tokens for a person who has just signed in.
     *
     * @param code the code, which can be used once
     * @param redirectUri the {@code redirect_uri} of the authorization request, exactly; none for native apps
     * @param codeVerifier the PKCE verifier (RFC 7636) of the authorization request
     */
    record AuthorizationCode(String code, Optional<URI> redirectUri, Optional<String> codeVerifier) implements Grant {
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

        /** This grant with a PKCE verifier (RFC 7636). */
        public AuthorizationCode withCodeVerifier(String verifier) {
            return new AuthorizationCode(code, redirectUri, Optional.of(verifier));
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
     * @param scope fewer scopes than were granted, separated by spaces
     */
    record RefreshToken(String refreshToken, Optional<String> scope) implements Grant {
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
     * {@code urn:ietf:params:oauth:grant-type:jwt-bearer} (RFC 7523 section 2.1): a JWT about a subject is the grant itself.
     *
     * @param assertion the JWT
     * @param scope the scopes to ask for, separated by spaces
     */
    record JwtBearer(String assertion, Optional<String> scope) implements Grant {
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

    /** Client credentials with the scopes that the client was built with, or that the profile fixes. */
    static ClientCredentials clientCredentials() {
        return new ClientCredentials(Optional.empty());
    }

    /** Client credentials with these scopes; with none, as {@link #clientCredentials()}. */
    static ClientCredentials clientCredentials(String... scopes) {
        return new ClientCredentials(Optional.of(String.join(" ", scopes)).filter(scope -> !scope.isBlank()));
    }

    /** An authorization code from a native app, which has no redirect URI. */
    static AuthorizationCode authorizationCode(String code) {
        return new AuthorizationCode(code, Optional.empty(), Optional.empty());
    }

    /** An authorization code that came back through this redirect URI. */
    static AuthorizationCode authorizationCode(String code, URI redirectUri) {
        return new AuthorizationCode(code, Optional.of(redirectUri), Optional.empty());
    }

    /** A refresh token. */
    static RefreshToken refreshToken(String refreshToken) {
        return new RefreshToken(refreshToken, Optional.empty());
    }

    /** A JWT that is the grant itself. */
    static JwtBearer jwtBearer(String assertion) {
        return new JwtBearer(assertion, Optional.empty());
    }
}
