// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registered App IDs and Services IDs. Not thread-safe. */
final class AppleClients {
    /** How long after an app's transfer its users can be migrated (Apple, TN3159). */
    private static final Duration MIGRATION = Duration.ofDays(60);

    private final Map<String, AppleClient> clients = new LinkedHashMap<>();

    void register(AppleClient client) {
        clients.put(client.id(), client);
    }

    /** Transfers a client to the team of another registration. */
    void transfer(Registration recipient, Instant now) {
        AppleClient client = require(recipient.clientId());
        clients.put(
                client.id(),
                new AppleClient(
                        recipient,
                        client.redirectUris(),
                        Optional.of(new AppleClient.Former(client.registration(), now.plus(MIGRATION)))));
    }

    boolean remove(String clientId) {
        return clients.remove(clientId) != null;
    }

    /** Returns the registered clients, in the order of registration. */
    List<AppleClient> all() {
        return List.copyOf(clients.values());
    }

    Optional<AppleClient> find(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    AppleClient require(String clientId) {
        return find(clientId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No client " + clientId + " is registered with this mock; register it first."));
    }

    /** Returns the registration of the client that sent a request. */
    Optional<Registration> registration(TokenRequest request) {
        return find(RequestClaims.claimedClient(request)).map(AppleClient::registration);
    }

    /** Returns the registration for a migration request, which the former team may send as well. */
    Optional<Registration> migrating(TokenRequest request, Instant now) {
        Optional<String> issuer = RequestClaims.claim(request, "iss");
        return find(RequestClaims.claimedClient(request))
                .flatMap(client -> client.former(now))
                .map(AppleClient.Former::registration)
                .filter(former -> former.teamId().equals(issuer))
                .or(() -> registration(request));
    }
}
