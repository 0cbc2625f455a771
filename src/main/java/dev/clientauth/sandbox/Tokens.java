package dev.clientauth.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.AnswerStyle;
import dev.clientauth.profile.Attempt;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The codes and tokens that a sandbox gave out. Not thread-safe: the sandbox judges one request at a time. */
final class Tokens {
    /** How long an authorization code is good, by Apple's page on token validation. */
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);

    private static final String ISSUER = "https://appleid.apple.com";

    /** A code that was given out. */
    private record Code(String clientId, @Nullable URI redirectUri, Instant expiry) {}

    private final SecureRandom random = new SecureRandom();
    private final AnswerStyle style;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, String> clientByRefreshToken = new HashMap<>();
    private final Map<String, String> usedCodes = new HashMap<>();
    private @Nullable RSAKey idTokenKey;

    Tokens(AnswerStyle style) {
        this.style = style;
    }

    String code(String clientId, @Nullable URI redirectUri, Instant now) {
        String code = opaque();
        codes.put(code, new Code(clientId, redirectUri, now.plus(CODE_LIFE)));
        return code;
    }

    /** The members of a token answer. */
    Map<String, Object> answer(Attempt attempt, String clientId, Instant now) throws GrantRefusedException {
        String grantType = attempt.parameter("grant_type").orElse("");
        return switch (grantType) {
            case "authorization_code" -> exchanged(attempt, clientId, now);
            case "refresh_token" -> refreshed(attempt, clientId, now);
            default -> fresh(attempt);
        };
    }

    private Map<String, Object> fresh(Attempt attempt) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", opaque());
        answer.put("token_type", style.tokenType());
        answer.put("expires_in", style.tokenLife().toSeconds());
        if (style.statesScope()) {
            attempt.parameter("scope").ifPresent(scope -> answer.put("scope", scope));
        }
        return answer;
    }

    private Map<String, Object> exchanged(Attempt attempt, String clientId, Instant now) throws GrantRefusedException {
        String presented = attempt.parameter("code").orElse("");
        if (usedCodes.containsKey(presented)) {
            throw new GrantRefusedException("The code has already been used.");
        }
        Code code = codes.get(presented);
        if (code == null || now.isAfter(code.expiry())) {
            throw new GrantRefusedException("The code has expired or has been revoked.");
        }
        if (!code.clientId().equals(clientId)) {
            throw new GrantRefusedException("client_id mismatch. The code was not issued to " + clientId + ".");
        }
        String redirectUri = attempt.parameter("redirect_uri").orElse(null);
        String expected = code.redirectUri() == null ? null : code.redirectUri().toString();
        if (expected == null ? redirectUri != null : !expected.equals(redirectUri)) {
            throw new GrantRefusedException("redirect_uri mismatch. The code was not issued to " + redirectUri + ".");
        }
        codes.remove(presented);
        usedCodes.put(presented, clientId);
        Map<String, Object> answer = fresh(attempt);
        String refreshToken = opaque();
        clientByRefreshToken.put(refreshToken, clientId);
        answer.put("refresh_token", refreshToken);
        answer.put("id_token", idToken(clientId, now));
        return answer;
    }

    private Map<String, Object> refreshed(Attempt attempt, String clientId, Instant now) throws GrantRefusedException {
        String owner =
                clientByRefreshToken.get(attempt.parameter("refresh_token").orElse(""));
        if (!clientId.equals(owner)) {
            throw new GrantRefusedException("The token has expired or has been revoked.");
        }
        Map<String, Object> answer = fresh(attempt);
        answer.put("id_token", idToken(clientId, now));
        return answer;
    }

    private String idToken(String clientId, Instant now) {
        try {
            if (idTokenKey == null) {
                idTokenKey = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
            }
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(idTokenKey.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(ISSUER)
                            .subject("000000." + opaque().substring(0, 32) + ".0000")
                            .audience(clientId)
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plus(style.tokenLife())))
                            .build());
            jwt.sign(new RSASSASigner(idTokenKey));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The sandbox could not sign an identity token.", e);
        }
    }

    private String opaque() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
