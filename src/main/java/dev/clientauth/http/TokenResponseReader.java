// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads the response of a token endpoint. Tolerates the oddities of providers: {@code expires_in} as a string, {@code
 * Bearer} in any case, a null description, unknown members.
 */
final class TokenResponseReader {
    /**
     * The lifetime of a token without {@code expires_in}: short enough to be safe, and long enough to be worth caching.
     */
    static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

    private static final BigDecimal MAX_LIFETIME =
            BigDecimal.valueOf(Duration.ofDays(3650).toSeconds());
    /** Parsing takes quadratic time in the length of a number. */
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final int MAX_TEXT_LENGTH = 500;

    /** Longer text is cut before it is searched for credentials; much less than this is ever displayed. */
    private static final int MAX_SEARCH_LENGTH = 1 << 16;

    private static final int MAX_MEMBERS = 200;

    /** The placeholder of {@link TokenRequest#redact} for a credential. */
    private static final String REDACTED = "(not shown)";

    private static final TokenRequest NOTHING_SENT = TokenRequest.builder().build();

    /** The form of member names; they are not redacted, because a short code may be part of one. */
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,32}");

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private static final String NO_OBJECT = "not a JSON object";

    private final TokenRequest request;
    private final HttpResponse http;
    private final Map<String, Object> members;

    /**
     * Reads a response.
     *
     * @throws TokenTransportException if it is neither a token response nor an OAuth error
     */
    TokenResponseReader(TokenRequest request, HttpResponse http) {
        this.request = request;
        this.http = http;
        if (http.status() >= 300 && http.status() < 400) {
            String location = http.header("Location");
            throw unusable("a redirect" + (location == null ? "" : " to " + sanitized(host(location)))
                    + ", which is not followed because it would send the credentials to another address");
        }
        this.members = read(http.body());
        if (error() == null && !isToken()) {
            throw unusable("JSON with neither an access_token nor an error");
        }
        if (error() == null) {
            MemberSyntax.check(members, this::sanitized).ifPresent(fault -> {
                throw unusable("JSON with " + fault);
            });
            if (isSent(String.valueOf(members.get("access_token")))) {
                throw unusable("JSON whose access_token is a credential from the request");
            }
        }
    }

    private boolean isSent(String token) {
        return request.parameters().orElse(List.of()).stream()
                .anyMatch(parameter -> parameter.value().equals(token));
    }

    private boolean isToken() {
        return http.status() >= 200
                && http.status() < 300
                && members.get("access_token") instanceof String token
                && !token.isEmpty();
    }

    /** Returns the error, or null if the request succeeded. */
    @Nullable
    OAuthError error() {
        return members.get("error") instanceof String code && !code.isBlank()
                ? new OAuthError(sanitized(code), text("error_description"), text("error_uri"))
                : null;
    }

    /**
     * Returns the tokens. Their lifetime is counted from the start of the request.
     *
     * @param taken how long the request took
     * @throws TokenTransportException if the access token has already expired and there is no other token
     */
    TokenResponse tokens(Duration taken) {
        Duration life = life();
        if (life.compareTo(taken) <= 0 && !bringsOtherToken()) {
            throw unusable("an access token that had already expired when it arrived: it is valid for "
                    + life.toSeconds() + " s, and the request took " + taken.toMillis() + " ms");
        }
        // Whole milliseconds, the precision in which expiry is checked.
        Instant start = http.sent().truncatedTo(ChronoUnit.MILLIS);
        AccessToken accessToken = new AccessToken(
                String.valueOf(members.get("access_token")),
                members.get("token_type") instanceof String type ? type : "Bearer",
                members.get("scope") instanceof String scope ? withoutEcho(scope) : null,
                start,
                start.plus(life));
        return new TokenResponse(accessToken, members);
    }

    /**
     * Returns whether the response contains a refresh token or an identity token, which could not be requested again.
     */
    private boolean bringsOtherToken() {
        return members.get("refresh_token") instanceof String || members.get("id_token") instanceof String;
    }

    private Duration life() {
        String stated = String.valueOf(members.get("expires_in")).strip();
        if (stated.length() > MAX_NUMBER_LENGTH) {
            return DEFAULT_LIFETIME;
        }
        try {
            BigDecimal seconds = new BigDecimal(stated);
            return Duration.ofSeconds(
                    seconds.max(BigDecimal.ZERO).min(MAX_LIFETIME).longValue());
        } catch (NumberFormatException e) {
            return DEFAULT_LIFETIME;
        }
    }

    private Map<String, Object> read(byte[] body) {
        if (body.length == 0) {
            throw unusable("an empty body");
        }
        try {
            Map<String, Object> known = new LinkedHashMap<>();
            Map<String, @Nullable Object> all = JsonResponse.read(body);
            if (all.size() > MAX_MEMBERS) {
                throw unusable("JSON with more than " + MAX_MEMBERS + " members");
            }
            all.forEach((name, value) -> {
                if (value != null) {
                    known.put(NAME.matcher(name).matches() ? name : withoutEcho(name), value);
                }
            });
            return Collections.unmodifiableMap(known);
        } catch (IOException e) {
            // The exception quotes the body, which may contain a token, so it is not used as a cause.
            throw unusable(isPage(body) ? "an HTML or XML page, possibly from a proxy" : NO_OBJECT);
        }
    }

    private static boolean isPage(byte[] body) {
        return new String(body, 0, Math.min(body.length, 100), UTF_8)
                .stripLeading()
                .startsWith("<");
    }

    private TokenTransportException unusable(String what) {
        return new TokenTransportException(
                "The response from " + request.endpoint().orElseThrow() + " with HTTP " + http.status() + " is " + what
                        + ".",
                http.status(),
                HttpTimes.retryAt(http).orElse(null));
    }

    private Optional<String> text(String member) {
        return members.get(member) instanceof String text ? Optional.of(sanitized(text)) : Optional.empty();
    }

    /**
     * Makes text from the provider safe to display: it may echo credentials from the request or contain line breaks.
     */
    private String sanitized(String received) {
        String text = INVISIBLE.matcher(request.redact(start(received))).replaceAll("\uFFFD");
        return text.codePointCount(0, text.length()) <= MAX_TEXT_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT_LENGTH)) + "…";
    }

    private static String start(String text) {
        return text.length() <= MAX_SEARCH_LENGTH ? text : text.substring(0, MAX_SEARCH_LENGTH);
    }

    /** Returns the text unchanged, unless it contains a credential from the request or a token. */
    private String withoutEcho(String received) {
        String redacted = request.redact(received);
        boolean isEcho = redacted.contains(REDACTED) || !redacted.equals(NOTHING_SENT.redact(received));
        return isEcho ? redacted : received;
    }

    private static String host(String location) {
        try {
            return String.valueOf(URI.create(location).getHost());
        } catch (IllegalArgumentException e) {
            return "an invalid address";
        }
    }
}
