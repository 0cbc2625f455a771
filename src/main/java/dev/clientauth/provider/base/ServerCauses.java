// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;

import java.util.List;

/**
 * Why a server refuses a signed JWT, with the words in which Keycloak, Okta, Auth0, Microsoft Entra ID, Spring Authorization
 * Server, node-oidc-provider and others say so. Without such words, the most usual cause is first.
 */
public final class ServerCauses {
    private static final Citation KEYCLOAK = Citation.observed(
            "Keycloak 26.7.3, tried on a local server", "https://github.com/keycloak/keycloak", Sources.READ_AGAIN);
    private static final Citation CORE = Sources.documented(
            "OpenID Connect Core 1.0 section 9",
            "https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication");

    public static final KnownCause KEY = KnownCause.invalidClient(
                    "key-not-registered",
                    "The server has no key with this kid that verifies the signature, or has an outdated copy of the JWK Set.",
                    "Compare kid and thumbprint with the registered key, or with the JWK Set at the registered URL.",
                    "Register the key, or publish it and wait for the cache to expire, and only then sign with it.",
                    CORE)
            .showingAs("invalid_client", "invalid_grant")
            .describedAs(
                    "unable to load public key",
                    "publickey wasn t found",
                    "signature on jwt token failed",
                    "invalid signature",
                    "signature is invalid",
                    "signature validation failed",
                    "signature verification failed",
                    "jws signature",
                    "kid is invalid",
                    "no matching key",
                    "no applicable key",
                    "failed to find key",
                    "key was not found",
                    "invalid jwt signature",
                    "certificate with identifier",
                    "signing key",
                    "no key identifier",
                    "key not found");
    public static final KnownCause AUDIENCE = KnownCause.invalidClient(
                    "other-audience",
                    "The server expects another audience: its issuer, its token endpoint, or either with a trailing slash.",
                    "Compare aud with issuer and token_endpoint in the server's metadata, character by character.",
                    "Set aud to the audience that the server documents, as one string, never both.",
                    KEYCLOAK)
            .showingAs("invalid_client", "invalid_grant")
            .describedAs("audience", "aud claim", "invalid aud", "aud must", "aud is not");
    public static final KnownCause ALGORITHM = KnownCause.invalidClient(
                    "other-algorithm",
                    "The client is registered with another token_endpoint_auth_signing_alg.",
                    "Check the client's registration.",
                    "Sign with the registered algorithm.",
                    CORE)
            .describedAs(
                    "signature algorithm",
                    "signing algorithm",
                    "another algorithm expected",
                    "unsupported algorithm",
                    "supported algorithm",
                    "alg mismatch",
                    "algorithm mismatch",
                    "alg header");
    public static final KnownCause CLOCK = KnownCause.invalidClient(
                    "clock-off",
                    "The clock of the machine that signs is ahead of or behind the server's, or a time zone was added to iat"
                            + " or exp.",
                    "Compare the machine's clock with a time server, and iat with the Date header of the response where"
                            + " there is one.",
                    "Synchronize the clock (NTP), count seconds since 1970 in UTC, and backdate iat by a few seconds.",
                    KEYCLOAK)
            .showingAs("invalid_client", "invalid_grant", "invalid_request")
            .describedAs(
                    "not active",
                    "issued in the future",
                    "in the future",
                    "not yet valid",
                    "not before",
                    "expired",
                    "expiration",
                    "exp claim",
                    "iat claim",
                    "nbf claim",
                    "reasonable timeframe",
                    "time range",
                    "too old",
                    "too far in the past",
                    "check iat and exp",
                    "clock");
    private static final KnownCause LIFETIME = KnownCause.invalidClient(
                    "lifetime-too-long",
                    "The assertion is valid for longer than the server allows: exp is too far ahead.",
                    "Compare exp minus iat with the maximum that the server documents: often five minutes or an hour.",
                    "Choose a shorter lifetime, such as one minute.",
                    Sources.RFC_7523_FORMAT)
            .describedAs(
                    "too far into the future",
                    "too far in the future",
                    "expiration too far",
                    "exp too far",
                    "lifetime is too long",
                    "lifetime too long",
                    "longer than allowed",
                    "exceeds the maximum",
                    "valid for too long",
                    "expiry is too long");
    public static final KnownCause REUSED = KnownCause.invalidClient(
                    "assertion-used-twice",
                    "The assertion, or another one with its jti, was sent before: by a retry, a cache or a proxy.",
                    "Look in the logs for another request with the same jti.",
                    "Create and sign a new assertion for every request, including retries.",
                    KEYCLOAK)
            .showingAs("invalid_client", "invalid_grant", "invalid_request")
            .describedAs("reuse", "already been used", "already used", "used once", "replay", "jti", "unique value");
    public static final KnownCause CLIENT = KnownCause.invalidClient(
                    "client-unknown-or-disabled",
                    "The server does not know the client id, or the client is disabled there.",
                    "Compare iss, sub and client_id with the client's registration on this server, realm or tenant.",
                    "Use the client id of this environment, or enable the client.",
                    KEYCLOAK)
            .showingAs("invalid_client", "unauthorized_client")
            .describedAs(
                    "client not found",
                    "unknown client",
                    "client does not exist",
                    "was not found in the directory",
                    "application with identifier",
                    "client disabled",
                    "client is disabled",
                    "not enabled client",
                    "client is not active",
                    "invalid client id",
                    "invalid value for client id",
                    "client authentication failed client id");
    public static final KnownCause METHOD = KnownCause.invalidClient(
                    "other-method",
                    "The client is registered with a token_endpoint_auth_method other than private_key_jwt.",
                    "Check the client's registration.",
                    "Change it to private_key_jwt.",
                    CORE)
            .showingAs("invalid_client", "unauthorized_client")
            .describedAs(
                    "authentication method",
                    "authentication mechanism",
                    "client credentials",
                    "invalid client secret",
                    "authenticator",
                    "parameter client assertion type is missing");
    public static final KnownCause GRANT = KnownCause.invalidClient(
                    "grant-not-enabled",
                    "The client is not allowed to use this grant: client credentials, or its service account, is not enabled.",
                    "Check the grant types in the client's registration.",
                    "Enable the grant for the client (in Keycloak: Service accounts roles).",
                    Sources.RFC_6749_ERRORS)
            .showingAs("unauthorized_client", "unsupported_grant_type")
            .describedAs("grant type", "service account", "not authorized to use", "unauthorized grant");
    private static final KnownCause SCOPE = KnownCause.invalidClient(
                    "scope-not-granted",
                    "The client was not granted these scopes, or the server spells them differently.",
                    "Check the client's registration, and scopes_supported in the server's metadata.",
                    "Request fewer scopes, or have them granted.",
                    Sources.RFC_6749_SCOPE)
            .showingAs("invalid_scope", "unauthorized_client")
            .describedAs("invalid scopes", "scope");
    public static final KnownCause JWK_SET = KnownCause.invalidClient(
                    "jwk-set-unreachable",
                    "The server cannot fetch the JWK Set: no TLS or an incomplete certificate chain (the intermediate"
                            + " certificate is missing), a login, a firewall, a redirect, or a body that is not JSON.",
                    "Fetch the JWK Set URL from outside your network with curl, which, unlike a browser, does not complete the chain.",
                    "Serve it publicly over https with the whole certificate chain and without redirects.",
                    CORE)
            .describedAs(
                    "remote jwks",
                    "first certificate",
                    "jwks uri",
                    "jwks url",
                    "jwk set",
                    "fetch the jwks",
                    "retrieve jwks",
                    "unable to get local issuer",
                    "self signed certificate");
    private static final KnownCause TENANT = KnownCause.invalidClient(
                    "other-tenant",
                    "The tenant or realm in the URL does not exist, or the client is registered in another one.",
                    "Compare the tenant in the URL with the one in which the client is registered; it is often a UUID.",
                    "Use the token endpoint of the client's own tenant, as given in the server's metadata.",
                    Sources.RFC_6749_ERRORS)
            .showingAs("invalid_client", "invalid_grant", "invalid_request")
            .describedAs("tenant", "realm");

    private ServerCauses() {}

    /** Those of any server that authenticates clients by private_key_jwt. */
    public static List<KnownCause> ofClientAuthentication() {
        return List.of(
                KEY, AUDIENCE, CLIENT, METHOD, ALGORITHM, CLOCK, REUSED, LIFETIME, JWK_SET, GRANT, SCOPE, TENANT);
    }

    /** Those of a client that authenticates in another way. */
    public static List<KnownCause> ofOtherMethod() {
        return List.of(CLIENT, METHOD, GRANT, SCOPE, TENANT);
    }

    /** Those of a server that takes a JWT as a grant. */
    public static List<KnownCause> ofGrant() {
        return List.of(KEY, AUDIENCE, CLOCK, CLIENT, REUSED, GRANT, SCOPE, TENANT);
    }
}
