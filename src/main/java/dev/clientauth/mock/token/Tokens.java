package dev.clientauth.mock.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.clientauth.profile.AnswerStyle;
import dev.clientauth.profile.Attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The codes and tokens that a mock gave out. Not thread-safe: the mock judges one request at a time. */
public final class Tokens {
    /** How long an authorization code is good, by Apple's page on token validation. */
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    /** How long identity tokens were seen to be good in 2024. */
    private static final Duration IDENTITY_LIFE = Duration.ofDays(1);

    /** Of each kind, so that the mock stays within bounds. */
    private static final int MOST = 50_000;

    private static final String ISSUER = "https://appleid.apple.com";

    private final AnswerStyle style;
    private final IdentityKeys keys;
    private final TokenStorage<Authorization> codes = new TokenStorage<>(MOST, Authorization::size);
    private final TokenStorage<Authorization> usedCodes = new TokenStorage<>(MOST, Authorization::size);
    private final TokenStorage<Authorization> refreshTokens = new TokenStorage<>(MOST, Authorization::size);
    private final TokenStorage<Access> accessTokens = new TokenStorage<>(MOST, Access::size);

    public Tokens(AnswerStyle style, IdentityKeys keys) {
        this.style = style;
        this.keys = keys;
    }

    public String code(Authorization authorization, Instant now) {
        return codes.issue(authorization, now.plus(CODE_LIFE));
    }

    /** What an access token is for, while it is good. */
    public Optional<Access> access(String accessToken, Instant now) {
        return accessTokens.find(accessToken, now);
    }

    /** When an access token that is no longer good expired. */
    public Optional<Instant> expiredAt(String accessToken, Instant now) {
        return accessTokens.expiredAt(accessToken, now);
    }

    /** The person's part of a refresh or access token of theirs that is good. */
    public Optional<Authorization> authorization(String token, Instant now) {
        return refreshTokens.find(token, now).or(() -> access(token, now).flatMap(Access::authorization));
    }

    /** Ends the codes and tokens of these authorizations. */
    public void revoke(Predicate<Authorization> which) {
        codes.removeIf(which);
        refreshTokens.removeIf(which);
        accessTokens.removeIf(access -> access.authorization().filter(which).isPresent());
    }

    /** Ends everything that was given out. */
    public void forget() {
        codes.clear();
        usedCodes.clear();
        refreshTokens.clear();
        accessTokens.clear();
    }

    /** The members of a token answer. */
    public Map<String, Object> answer(Attempt attempt, String clientId, Instant now) throws GrantRefusedException {
        String grantType = attempt.parameter("grant_type").orElse("");
        return switch (grantType) {
            case "authorization_code" -> exchanged(attempt, clientId, now);
            case "refresh_token" -> refreshed(attempt, clientId, now);
            default -> fresh(attempt, clientId, Optional.empty(), now);
        };
    }

    private Map<String, Object> fresh(
            Attempt attempt, String clientId, Optional<Authorization> authorization, Instant now) {
        Access access =
                new Access(clientId, RequestClaims.claim(attempt, "iss"), attempt.parameter("scope"), authorization);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", accessTokens.issue(access, now.plus(style.tokenLife())));
        answer.put("token_type", style.tokenType());
        answer.put("expires_in", style.tokenLife().toSeconds());
        if (style.statesScope()) {
            attempt.parameter("scope").ifPresent(scope -> answer.put("scope", scope));
        }
        return answer;
    }

    private Map<String, Object> exchanged(Attempt attempt, String clientId, Instant now) throws GrantRefusedException {
        String presented = attempt.parameter("code").orElse("");
        if (usedCodes.find(presented, now).isPresent()) {
            throw new GrantRefusedException("The code has already been used.");
        }
        Authorization authorization = codes.find(presented, now)
                .orElseThrow(() -> new GrantRefusedException("The code has expired or has been revoked."));
        if (!authorization.clientId().equals(clientId)) {
            throw new GrantRefusedException("client_id mismatch. The code was not issued to " + clientId + ".");
        }
        String redirectUri = attempt.parameter("redirect_uri").orElse(null);
        String expected = authorization.redirectUri() == null
                ? null
                : authorization.redirectUri().toString();
        if (expected == null ? redirectUri != null : !expected.equals(redirectUri)) {
            throw new GrantRefusedException("redirect_uri mismatch. The code was not issued to " + redirectUri + ".");
        }
        codes.remove(presented);
        usedCodes.put(presented, authorization, Instant.MAX);
        Map<String, Object> answer = fresh(attempt, clientId, Optional.of(authorization), now);
        answer.put("refresh_token", refreshTokens.issue(authorization, Instant.MAX));
        answer.put("id_token", identityToken(authorization, true, tokenHash(answer), now));
        return answer;
    }

    private Map<String, Object> refreshed(Attempt attempt, String clientId, Instant now) throws GrantRefusedException {
        Authorization authorization = refreshTokens
                .find(attempt.parameter("refresh_token").orElse(""), now)
                .filter(found -> found.clientId().equals(clientId))
                .orElseThrow(() -> new GrantRefusedException("The token has expired or has been revoked."));
        Map<String, Object> answer = fresh(attempt, clientId, Optional.of(authorization), now);
        answer.put("id_token", identityToken(authorization, false, tokenHash(answer), now));
        return answer;
    }

    private static Map<String, Object> tokenHash(Map<String, Object> answer) {
        return Map.of("at_hash", LeftHalfHash.of(String.valueOf(answer.get("access_token"))));
    }

    /** A new identity token about an authorization, with these claims more. */
    public String identityToken(Authorization authorization, boolean first, Map<String, Object> more, Instant now) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
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
