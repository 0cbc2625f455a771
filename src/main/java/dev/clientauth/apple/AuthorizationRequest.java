// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.AppleClientIds.Form;
import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An authorization request that sends a user to Apple to sign in (Apple, "Request an authorization to the Sign in with Apple
 * server").
 *
 * <p>Create one for each sign-in: it contains a new {@code state} and {@code nonce}, 256 random bits each. Redirect the
 * browser to {@link #uri()} and keep {@link #pending()} in the session.
 *
 * <p>PKCE is not used: Apple does not document {@code code_challenge}, and responds to unknown parameters with {@code
 * invalid_request}. The {@code nonce} in the identity token, the {@code state} and the client secret protect the code
 * instead, as RFC 9700 section 2.1.1 allows for clients with a secret.
 */
public final class AuthorizationRequest {
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI uri;
    private final PendingSignIn pending;

    private AuthorizationRequest(URI uri, PendingSignIn pending) {
        this.uri = uri;
        this.pending = pending;
    }

    /**
     * Returns a builder.
     *
     * @param servicesId the Services ID
     * @param redirectUri the URL to which Apple sends the user back; registered with the Services ID
     */
    public static Builder builder(String servicesId, URI redirectUri) {
        return new Builder(
                Arguments.notBlank(servicesId, "servicesId"), Arguments.required(redirectUri, "redirectUri"));
    }

    /** Returns the URL to which to redirect the browser. */
    public URI uri() {
        return uri;
    }

    /** Returns what to keep in the session until the callback. */
    public PendingSignIn pending() {
        return pending;
    }

    /** Returns neither state nor nonce. */
    @Override
    public String toString() {
        return "AuthorizationRequest[" + pending.clientId() + ", " + pending.redirectUri() + "]";
    }

    /** Builder for {@link AuthorizationRequest}. */
    public static final class Builder {
        private final String servicesId;
        private final URI redirectUri;
        private final Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        private AppleEndpoints endpoints = AppleEndpoints.apple();
        private boolean withIdentityToken;
        private @Nullable ResponseMode mode;

        private Builder(String servicesId, URI redirectUri) {
            this.servicesId = servicesId;
            this.redirectUri = redirectUri;
        }

        /** Sets the data to request from the user; none by default. */
        public Builder scopes(Scope... asked) {
            scopes.addAll(List.of(Arguments.withoutNulls(asked, "asked")));
            return this;
        }

        /** Requests an identity token with the code ({@code code id_token}); by default only the code. */
        public Builder withIdentityToken() {
            withIdentityToken = true;
            return this;
        }

        /** Sets how Apple returns the result; by default as a form if Apple requires it, otherwise in the query. */
        public Builder responseMode(ResponseMode responseMode) {
            mode = Arguments.required(responseMode, "responseMode");
            return this;
        }

        /** Sets Apple's endpoints; {@link AppleEndpoints#apple()} by default. */
        public Builder endpoints(AppleEndpoints where) {
            endpoints = Arguments.required(where, "where");
            return this;
        }

        /**
         * Returns the request, with a new state and nonce.
         *
         * @throws IllegalArgumentException if Apple would refuse it; the message says why
         */
        public AuthorizationRequest build() {
            Form.check(servicesId);
            RedirectUri.check(redirectUri, endpoints.isOnLoopback());
            boolean needsForm = !scopes.isEmpty();
            ResponseMode chosen =
                    mode != null ? mode : needsForm || withIdentityToken ? ResponseMode.FORM_POST : ResponseMode.QUERY;
            if (needsForm && chosen != ResponseMode.FORM_POST) {
                throw new IllegalArgumentException(
                        "The response mode is " + chosen.wire() + " and scopes are requested: " + words()
                                + ". Apple then requires form_post. Do not set the response mode, or request no scope.");
            }
            if (withIdentityToken && chosen == ResponseMode.QUERY) {
                throw new IllegalArgumentException(
                        "The response mode is query and an identity token is requested, which must not be"
                                + " returned in a query (OAuth 2.0 Multiple Response Types, section 5). Use"
                                + " form_post or fragment.");
            }
            PendingSignIn pending = new PendingSignIn(servicesId, redirectUri, random(), random(), withIdentityToken);
            Map<String, String> query = new LinkedHashMap<>();
            query.put("client_id", servicesId);
            query.put("redirect_uri", redirectUri.toString());
            query.put("response_type", withIdentityToken ? "code id_token" : "code");
            query.put("response_mode", chosen.wire());
            if (!scopes.isEmpty()) {
                query.put("scope", words());
            }
            query.put("state", pending.state());
            query.put("nonce", pending.nonce());
            return new AuthorizationRequest(URI.create(endpoints.authorize() + "?" + encoded(query)), pending);
        }

        private String words() {
            return scopes.stream().map(Scope::wire).collect(Collectors.joining(" "));
        }

        private static String encoded(Map<String, String> query) {
            return query.entrySet().stream()
                    .map(p -> p.getKey() + "="
                            + URLEncoder.encode(p.getValue(), UTF_8).replace("+", "%20"))
                    .collect(Collectors.joining("&"));
        }

        private static String random() {
            byte[] bytes = new byte[RANDOM_BYTES];
            RANDOM.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }

    /**
     * The data that can be requested from a user (Apple, "Request an authorization to the Sign in with Apple server").
     *
     * <p>{@code openid} is not a scope here: Apple returns an identity token without it.
     */
    public enum Scope {
        /** The name. Apple sends it only once, with the code of the first authorization. */
        NAME("name"),
        /** The email address, or a private relay address. */
        EMAIL("email");

        private final String wire;

        Scope(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    /** How Apple returns the result (Apple, "Request an authorization to the Sign in with Apple server"). */
    public enum ResponseMode {
        /**
         * In the query of the redirect URI. The session cookie may be {@code SameSite=Lax}. Not allowed with scopes.
         */
        QUERY("query"),
        /** In the fragment of the redirect URI, which only a script in the page can read. Not allowed with scopes. */
        FRAGMENT("fragment"),
        /**
         * As a form that the browser posts from Apple's site; the session cookie needs {@code SameSite=None; Secure}.
         */
        FORM_POST("form_post");

        private final String wire;

        ResponseMode(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }
}
