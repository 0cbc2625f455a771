package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Registration;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The App IDs and Services IDs that is registered with Apple. Not thread-safe. */
final class AppleClients {
    /** How long after an app's transfer its users may be migrated, by Apple's TN3159. */
    private static final Duration MIGRATION = Duration.ofDays(60);

    private final Map<String, AppleClient> clients = new LinkedHashMap<>();

    void register(AppleClient client) {
        clients.put(client.id(), client);
    }

    /** Gives a client to the team of another registration. */
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

    /** What is registered of the client that made a request. */
    Optional<Registration> registration(Attempt attempt) {
        return find(RequestClaims.claimedClient(attempt)).map(AppleClient::registration);
    }

    /** The same for a step of a migration, which the team that had the client before may take as well. */
    Optional<Registration> migrating(Attempt attempt, Instant now) {
        Optional<String> issuer = RequestClaims.claim(attempt, "iss");
        return find(RequestClaims.claimedClient(attempt))
                .flatMap(client -> client.former(now))
                .map(AppleClient.Former::registration)
                .filter(former -> former.teamId().equals(issuer))
                .or(() -> registration(attempt));
    }
}
