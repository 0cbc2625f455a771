// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.TokenRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Issues the codes and tokens of a mock provider. Not thread-safe: a provider handles one request at a time. */
public final class Tokens {
    /** The lifetime of an authorization code (Apple, token validation). */
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    /** The lifetime of identity tokens as observed in 2024. */
    private static final Duration IDENTITY_LIFE = Duration.ofDays(1);

    /** The maximum number of each kind. */
    private static final int MAX = 50_000;

    private final ResponseFormat style;
    private final IdentityKeys keys;
    private final String issuer;
    private final TokenStorage<Authorization> codes = new TokenStorage<>(MAX, Authorization::size);
    private final TokenStorage<Authorization> usedCodes = new TokenStorage<>(MAX, Authorization::size);
    private final TokenStorage<Authorization> refreshTokens = new TokenStorage<>(MAX, Authorization::size);
    private final TokenStorage<Access> accessTokens = new TokenStorage<>(MAX, Access::size);

    /**
     * Creates the tokens of a provider.
     *
     * @param issuer the issuer of its identity tokens
     */
    public Tokens(ResponseFormat style, IdentityKeys keys, String issuer) {
        this.issuer = issuer;
        this.style = style;
        this.keys = keys;
    }

    /** Issues an authorization code. */
    public String code(Authorization authorization, Instant now) {
        return codes.issue(authorization, now.plus(CODE_LIFE));
    }

    /** Returns the access that a token grants, while it is valid. */
    public Optional<Access> access(String accessToken, Instant now) {
        return accessTokens.find(accessToken, now);
    }

    /** Returns when an access token expired; empty if it has not. */
    public Optional<Instant> expiredAt(String accessToken, Instant now) {
        return accessTokens.expiredAt(accessToken, now);
    }

    /** Returns the person's authorization of a valid refresh or access token. */
    public Optional<Authorization> authorization(String token, Instant now) {
        return refreshTokens.find(token, now).or(() -> access(token, now).flatMap(Access::authorization));
    }

    /** Revokes the codes and tokens of these authorizations. */
    public void revoke(Predicate<Authorization> which) {
        codes.removeIf(which);
        refreshTokens.removeIf(which);
        accessTokens.removeIf(access -> access.authorization().filter(which).isPresent());
    }

    /** Revokes everything that was issued. */
    public void forget() {
        codes.clear();
        usedCodes.clear();
        refreshTokens.clear();
        accessTokens.clear();
    }

    /** Returns the members of a token response. */
    public Map<String, Object> issue(TokenRequest request, String clientId, Instant now) throws GrantRefusedException {
        String grantType = request.parameter("grant_type").orElse("");
        return switch (grantType) {
            case "authorization_code" -> exchanged(request, clientId, now);
            case "refresh_token" -> refreshed(request, clientId, now);
            default -> fresh(request, clientId, Optional.empty(), now);
        };
    }

    private Map<String, Object> fresh(
            TokenRequest request, String clientId, Optional<Authorization> authorization, Instant now) {
        Optional<String> scope = request.parameter("scope").or(() -> RequestClaims.claim(request, "scope"));
        Access access = new Access(clientId, RequestClaims.claim(request, "iss"), scope, authorization);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("access_token", accessTokens.issue(access, now.plus(style.tokenLife())));
        response.put("token_type", style.tokenType());
        long seconds = style.tokenLife().toSeconds();
        response.put("expires_in", style.expiresInAsString() ? String.valueOf(seconds) : (Object) seconds);
        if (style.statesScope()) {
            scope.ifPresent(granted -> response.put("scope", granted));
        }
        return response;
    }

    private Map<String, Object> exchanged(TokenRequest request, String clientId, Instant now)
            throws GrantRefusedException {
        String presented = request.parameter("code").orElse("");
        if (usedCodes.find(presented, now).isPresent()) {
            throw new GrantRefusedException("The code has already been used.");
        }
        Authorization authorization = codes.find(presented, now)
                .orElseThrow(() -> new GrantRefusedException("The code has expired or has been revoked."));
        if (!authorization.clientId().equals(clientId)) {
            throw new GrantRefusedException("client_id mismatch. The code was not issued to " + clientId + ".");
        }
        String redirectUri = request.parameter("redirect_uri").orElse(null);
        String expected = authorization.redirectUri() == null
                ? null
                : authorization.redirectUri().toString();
        if (expected == null ? redirectUri != null : !expected.equals(redirectUri)) {
            throw new GrantRefusedException("redirect_uri mismatch. The code was not issued to " + redirectUri + ".");
        }
        codes.remove(presented);
        usedCodes.put(presented, authorization, Instant.MAX);
        Map<String, Object> response = fresh(request, clientId, Optional.of(authorization), now);
        response.put("refresh_token", refreshTokens.issue(authorization, Instant.MAX));
        response.put("id_token", identityToken(authorization, true, tokenHash(response), now));
        return response;
    }

    private Map<String, Object> refreshed(TokenRequest request, String clientId, Instant now)
            throws GrantRefusedException {
        Authorization authorization = refreshTokens
                .find(request.parameter("refresh_token").orElse(""), now)
                .filter(found -> found.clientId().equals(clientId))
                .orElseThrow(() -> new GrantRefusedException("The token has expired or has been revoked."));
        Map<String, Object> response = fresh(request, clientId, Optional.of(authorization), now);
        response.put("id_token", identityToken(authorization, false, tokenHash(response), now));
        return response;
    }

    private static Map<String, Object> tokenHash(Map<String, Object> response) {
        return Map.of("at_hash", LeftHalfHash.of(String.valueOf(response.get("access_token"))));
    }

    /** Returns a new identity token for an authorization, with these additional claims. */
    public String identityToken(Authorization authorization, boolean first, Map<String, Object> more, Instant now) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(authorization.clientId())
                .expirationTime(Date.from(now.plus(IDENTITY_LIFE)))
                .issueTime(Date.from(now))
                .subject(authorization.subject());
        authorization.claims().forEach(claims::claim);
        if (first) {
            authorization.firstClaims().forEach(claims::claim);
        }
        more.forEach(claims::claim);
        return keys.signed(claims.build());
    }
}
