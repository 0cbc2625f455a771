// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps the last result of each client, for the health indicator. A client is down if its last request failed and it
 * has no valid access token; nothing is known about a client before its first request. An {@code invalid_grant}
 * concerns only one code or refresh token and does not count.
 */
final class ClientStates implements ClientEventListener {
    private final ClientAuthProperties properties;
    private final Function<String, ClientAuthenticator> authenticators;
    private final Clock clock;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    ClientStates(ClientAuthProperties properties, Function<String, ClientAuthenticator> authenticators, Clock clock) {
        this.properties = properties;
        this.authenticators = authenticators;
        this.clock = clock;
    }

    @Override
    public void on(String client, TokenEvent event) {
        states.compute(client, (name, state) -> after(event, state == null ? State.UNKNOWN : state));
    }

    private static State after(TokenEvent event, State before) {
        if (event instanceof TokenEvent.Requested requested && requested.attempt() == 1) {
            return new State(true, before.expiresAt(), null);
        }
        if (event instanceof TokenEvent.Refreshed refreshed) {
            return new State(true, refreshed.expiresAt(), null);
        }
        if (event instanceof TokenEvent.RefreshFailed failed) {
            return new State(true, failed.expiresAt(), firstLine(failed.failure()));
        }
        if (event instanceof TokenEvent.Failed failed && !isOfOneRequest(failed.failure())) {
            return new State(true, before.expiresAt(), firstLine(failed.failure()));
        }
        if (event instanceof TokenEvent.Retried retried) {
            return new State(true, before.expiresAt(), firstLine(retried.failure()));
        }
        if (event instanceof TokenEvent.Refused refused
                && !refused.refusal().error().code().equals(OAuthError.INVALID_GRANT)) {
            return new State(true, before.expiresAt(), firstLine(refused.refusal()));
        }
        return before;
    }

    /** A refusal has its own event; a request that breaks a rule, such as one with a user's malformed code, was not sent. */
    private static boolean isOfOneRequest(Throwable failure) {
        return failure instanceof TokenRefusedException || failure instanceof RuleViolationException;
    }

    /** Returns the report of all clients. Sends nothing, unless the properties ask for a token with each health check. */
    Report report() {
        Map<String, Object> details = new LinkedHashMap<>();
        boolean anyDown = false;
        boolean anyKnown = false;
        for (Map.Entry<String, ClientAuthProperties.Client> entry :
                properties.clients().entrySet()) {
            String name = entry.getKey();
            String failure = properties.health().requestToken() ? requested(name) : null;
            State state = states.getOrDefault(name, State.UNKNOWN);
            boolean isDown = failure != null || (state.failure() != null && !state.isValidAt(clock.instant()));
            anyDown |= isDown;
            anyKnown |= state.isUsed();
            details.put(name, details(String.valueOf(entry.getValue().provider()), state, failure, isDown));
        }
        return new Report(anyDown ? "DOWN" : anyKnown ? "UP" : "UNKNOWN", details);
    }

    private static Map<String, Object> details(String provider, State state, @Nullable String failure, boolean isDown) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("provider", provider);
        details.put("status", isDown ? "DOWN" : state.isUsed() ? "UP" : "UNKNOWN");
        if (state.expiresAt() != null) {
            details.put("tokenExpiresAt", state.expiresAt().toString());
        }
        String last = failure != null ? failure : state.failure();
        if (last != null) {
            details.put("lastFailure", last);
        }
        return details;
    }

    /** Requests a token, unless one is cached; returns why there is none. */
    private @Nullable String requested(String name) {
        try {
            ClientAuthenticator authenticator = authenticators.apply(name);
            if (!authenticator.profile().issuesTokensForUsers()) {
                authenticator.accessToken();
            }
            return null;
        } catch (RuntimeException e) {
            return firstLine(e);
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * The health of all clients.
     *
     * @param status {@code UP}, {@code DOWN} or {@code UNKNOWN}
     * @param details a map for each client
     */
    record Report(String status, Map<String, Object> details) {}

    private record State(
            boolean isUsed,
            @Nullable Instant expiresAt,
            @Nullable String failure) {
        static final State UNKNOWN = new State(false, null, null);

        boolean isValidAt(Instant now) {
            return expiresAt != null && now.isBefore(expiresAt);
        }
    }
}
