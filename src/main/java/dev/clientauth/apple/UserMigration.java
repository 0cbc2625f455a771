package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.http.CallResponse;
import dev.clientauth.http.ProviderCalls;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenTransportException;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Migrates the users of an app to another team (Apple, TN3159). Apple allows 60 days from the app transfer.
 *
 * <p>The sending team calls {@link #send}, with its own key, Team ID and client id, and passes the {@code transfer_sub}s on;
 * the receiving team calls {@link #receive}, with its own. Both can be repeated with {@link MigrationReport#remaining()}.
 *
 * <p>Each user is attempted up to eight times within five minutes after transport failures and HTTP 408, 429 and 5xx. The
 * migration ends early if Apple refuses the client or the access token, or if the listener fails.
 */
public final class UserMigration {
    private static final int MAX_ATTEMPTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int UNAUTHORIZED = 401;
    private static final int USUAL_CONCURRENCY = 4;
    private static final int MAX_CONCURRENCY = 32;

    private final AppleClientIds clients;
    private final String clientId;
    private final ClientAuthenticator client;
    private final ProviderCalls calls;
    private final int concurrency;

    UserMigration(AppleClientIds clients, String clientId) {
        this(clients, clientId, clients.forMigration(clientId), USUAL_CONCURRENCY);
    }

    private UserMigration(AppleClientIds clients, String clientId, ClientAuthenticator client, int concurrency) {
        this.clients = clients;
        this.clientId = clientId;
        this.client = client;
        this.calls = new ProviderCalls(clients.http(), clients.clock(), MAX_ATTEMPTS);
        this.concurrency = concurrency;
    }

    /**
     * Returns a migration that processes this many users at a time, 1 to 32; four by default.
     *
     * @throws IllegalArgumentException if the number is out of range
     */
    public UserMigration withConcurrency(int people) {
        if (Arguments.notNegative(people, "people") < 1 || people > MAX_CONCURRENCY) {
            throw new IllegalArgumentException("The concurrency is " + people + "; expected 1 to " + MAX_CONCURRENCY
                    + ". Apple responds to too many requests with 429.");
        }
        return new UserMigration(clients, clientId, client, people);
    }

    /**
     * Runs the sending team's part: requests a transfer identifier for each user. Outcomes are {@link MigrationOutcome.Sent}
     * or {@link MigrationOutcome.Failed}.
     *
     * @param recipientTeamId the Team ID of the receiving team
     * @param subjects the users' {@code sub}s at the sending team
     */
    public MigrationReport send(String recipientTeamId, Collection<String> subjects, MigrationListener listener) {
        Arguments.notBlank(recipientTeamId, "recipientTeamId");
        Arguments.withoutNulls(subjects, "subjects");
        Arguments.required(listener, "listener");
        if (!recipientTeamId.matches("[A-Z0-9]{10}")) {
            throw new IllegalArgumentException("The recipient's Team ID is " + RedactedText.value(recipientTeamId)
                    + "; expected ten capital letters and digits. The recipient can find it under Membership.");
        }
        if (recipientTeamId.equals(clients.teamId())) {
            throw new IllegalArgumentException(
                    "The recipient's Team ID is " + recipientTeamId + ", the sending team's own."
                            + " Apple accepts it silently, and returns transfer identifiers that are useless; nothing was sent."
                            + " Use the Team ID of the team that receives the app.");
        }
        return new MigrationRun(
                        subjects,
                        subject -> outcome(
                                subject,
                                Map.of("sub", subject, "target", recipientTeamId),
                                response -> text(response, "transfer_sub")
                                        .map(to -> new MigrationOutcome.Sent(subject, to))),
                        listener)
                .run(concurrency);
    }

    /**
     * Runs the receiving team's part: requests the new id of each user. Outcomes are {@link MigrationOutcome.Received} or
     * {@link MigrationOutcome.Failed}.
     *
     * @param transferSubjects the {@code transfer_sub}s from the sending team
     */
    public MigrationReport receive(Collection<String> transferSubjects, MigrationListener listener) {
        Arguments.withoutNulls(transferSubjects, "transferSubjects");
        Arguments.required(listener, "listener");
        return new MigrationRun(
                        transferSubjects,
                        transferred -> outcome(
                                transferred,
                                Map.of("transfer_sub", transferred),
                                response -> text(response, "sub")
                                        .map(subject -> new MigrationOutcome.Received(
                                                transferred,
                                                subject,
                                                text(response, "email"),
                                                TrustedClaims.isTrue(response.get("is_private_email"))))),
                        listener)
                .run(concurrency);
    }

    /** Reads the required member of a response. */
    private interface Reader {
        Optional<? extends MigrationOutcome> read(Map<String, Object> response);
    }

    private MigrationOutcome outcome(String user, Map<String, String> parameters, Reader reader) {
        AccessToken token = client.accessToken();
        CallResponse response;
        try {
            response = ask(token, parameters);
        } catch (TokenTransportException e) {
            if (e.status() == UNAUTHORIZED) {
                throw e;
            }
            return new MigrationOutcome.Failed(user, e, e.isRetryable());
        }
        if (response.error().isPresent()) {
            OAuthError error = response.error().get();
            AppleRefusedException refusal = AppleRefusedException.of(
                    response.status(), error, response.retryAt().orElse(null));
            if (response.status() == UNAUTHORIZED || refusal.reason() == RefusalReason.CLIENT_REFUSED) {
                throw refusal;
            }
            return new MigrationOutcome.Failed(user, refusal, refusal.isRetryable());
        }
        Optional<? extends MigrationOutcome> read =
                AppleJson.object(response.body()).flatMap(reader::read);
        return read.isPresent()
                ? read.get()
                : new MigrationOutcome.Failed(
                        user,
                        new TokenTransportException(
                                "The response from " + clients.endpoints().userMigration()
                                        + " contains neither a user nor an error.",
                                response.status(),
                                null),
                        false);
    }

    /** Sends a request, and once more with a new access token if Apple rejects this one. */
    private CallResponse ask(AccessToken token, Map<String, String> parameters) {
        try {
            CallResponse response = post(token, parameters);
            if (response.status() != UNAUTHORIZED) {
                return response;
            }
        } catch (TokenTransportException e) {
            if (e.status() != UNAUTHORIZED) {
                throw e;
            }
        }
        client.invalidate(token);
        return post(client.accessToken(), parameters);
    }

    private CallResponse post(AccessToken token, Map<String, String> parameters) {
        return calls.post(
                () -> {
                    Map<String, String> form = new LinkedHashMap<>(parameters);
                    form.put("client_id", clientId);
                    form.put("client_secret", client.assertion().value());
                    TokenRequest.Builder attempt = TokenRequest.builder()
                            .method("POST")
                            .endpoint(clients.endpoints().userMigration())
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Accept", "application/json")
                            .header("Authorization", token.authorizationHeader());
                    form.forEach(attempt::parameter);
                    return attempt.build();
                },
                PATIENCE);
    }

    private static Optional<String> text(Map<String, Object> response, String name) {
        return response.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String toString() {
        return "UserMigration[" + clientId + "]";
    }
}
