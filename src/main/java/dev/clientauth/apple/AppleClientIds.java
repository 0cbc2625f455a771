// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The client ids of a team, each with its authenticator, all with the same key. */
final class AppleClientIds {
    private final String teamId;
    private final SigningKey key;
    private final @Nullable String servicesId;
    private final List<String> bundleIds;
    private final AppleEndpoints endpoints;
    private final HttpTransport http;
    private final Clock clock;
    private final Map<String, ClientAuthenticator> authenticators = new LinkedHashMap<>();

    AppleClientIds(
            String teamId,
            SigningKey key,
            @Nullable String servicesId,
            List<String> bundleIds,
            AppleEndpoints endpoints,
            HttpTransport http,
            Clock clock) {
        this.teamId = teamId;
        this.key = key;
        this.servicesId = servicesId;
        this.bundleIds = List.copyOf(bundleIds);
        this.endpoints = endpoints;
        this.http = http;
        this.clock = clock;
        for (String id : ids()) {
            Form.check(id);
            authenticators.put(id, builder(id).build());
        }
    }

    List<String> ids() {
        List<String> ids = new ArrayList<>(bundleIds);
        if (servicesId != null) {
            ids.add(0, servicesId);
        }
        return ids;
    }

    Optional<String> servicesId() {
        return Optional.ofNullable(servicesId);
    }

    String teamId() {
        return teamId;
    }

    AppleEndpoints endpoints() {
        return endpoints;
    }

    HttpTransport http() {
        return http;
    }

    Clock clock() {
        return clock;
    }

    /**
     * Returns the authenticator of a client id.
     *
     * @throws IllegalArgumentException if the client id was not configured
     */
    ClientAuthenticator of(String clientId) {
        ClientAuthenticator authenticator = authenticators.get(clientId);
        if (authenticator == null) {
            throw new IllegalArgumentException("The client id is " + RedactedText.value(clientId) + "; expected one of "
                    + ids() + ". Set it with servicesId(…) or bundleId(…) when building AppleSignIn.");
        }
        return authenticator;
    }

    /** Returns an authenticator whose access tokens are for user migration (Apple, TN3159). */
    ClientAuthenticator forMigration(String clientId) {
        of(clientId);
        return builder(clientId).scopes("user.migration").build();
    }

    /** Returns which client id to use instead, after Apple responded that a code was not issued to this one. */
    String advice(String clientId) {
        boolean isWeb = clientId.equals(servicesId);
        List<String> others = ids().stream().filter(id -> !id.equals(clientId)).toList();
        return " It was sent with " + clientId + ", " + (isWeb ? "the Services ID" : "a bundle id") + "; "
                + (others.isEmpty()
                        ? "no other client id is configured here."
                        : "the others configured here are " + others + ".");
    }

    private ClientAuthenticator.Builder builder(String clientId) {
        return ClientAuthenticator.builder(SignInWithApple.profile())
                .clientId(clientId)
                .teamId(teamId)
                .signingKey(key)
                .tokenEndpoint(endpoints.token())
                .httpTransport(http)
                .clock(clock);
    }

    /** The syntax of a Services ID or bundle id. */
    static final class Form {
        private static final Pattern WITH_TEAM = Pattern.compile("[A-Z0-9]{10}\\..+");

        private Form() {}

        /**
         * Checks a client id.
         *
         * @throws IllegalArgumentException if it does not have the syntax of a client id
         */
        static void check(String clientId) {
            if (clientId.isBlank() || !clientId.equals(clientId.strip())) {
                throw new IllegalArgumentException("The client id is "
                        + (clientId.isBlank() ? "empty" : "surrounded by white space")
                        + "; expected a Services ID or a bundle id, such as com.example.web.");
            }
            if (WITH_TEAM.matcher(clientId).matches()) {
                throw new IllegalArgumentException(
                        "The client id " + clientId + " begins with a Team ID; Apple expects it without. Remove the"
                                + " ten characters and the dot after them.");
            }
        }
    }
}
