// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Migrates the users of an app to another team (Apple, TN3159). Apple allows 60 days from the transfer of the app.
 *
 * <p>The sending team calls {@link #send}, with its own key, Team ID and client id, and gives the {@code transfer_sub}s
 * to the receiving team, which calls {@link #receive} with its own. To continue, call either again with {@link
 * Report#remaining()}.
 *
 * <p>After transport failures and HTTP 408, 429 and 5xx, a request is retried: up to eight attempts for each user
 * within five minutes. The migration ends early if Apple refuses the client or the access token, or if the listener
 * fails.
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
     * Runs the sending team's part: requests a transfer identifier for each user. Outcomes are {@link Outcome.Sent}
     * or {@link Outcome.Failed}.
     *
     * @param recipientTeamId the Team ID of the receiving team
     * @param subjects the users' {@code sub}s at the sending team
     */
    public Report send(String recipientTeamId, Collection<String> subjects, Listener listener) {
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
                                response -> text(response, "transfer_sub").map(to -> new Outcome.Sent(subject, to))),
                        listener)
                .run(concurrency);
    }

    /**
     * Runs the receiving team's part: requests the new id of each user. Outcomes are {@link Outcome.Received} or
     * {@link Outcome.Failed}.
     *
     * @param transferSubjects the {@code transfer_sub}s from the sending team
     */
    public Report receive(Collection<String> transferSubjects, Listener listener) {
        Arguments.withoutNulls(transferSubjects, "transferSubjects");
        Arguments.required(listener, "listener");
        return new MigrationRun(
                        transferSubjects,
                        transferred -> outcome(
                                transferred,
                                Map.of("transfer_sub", transferred),
                                response -> text(response, "sub")
                                        .map(subject -> new Outcome.Received(
                                                transferred,
                                                subject,
                                                text(response, "email"),
                                                TrustedClaims.isTrue(response.get("is_private_email"))))),
                        listener)
                .run(concurrency);
    }

    /** Reads the required member of a response. */
    private interface Reader {
        Optional<? extends Outcome> read(Map<String, Object> response);
    }

    private Outcome outcome(String user, Map<String, String> parameters, Reader reader) {
        AccessToken token = client.accessToken();
        CallResponse response;
        try {
            response = ask(token, parameters);
        } catch (TokenTransportException e) {
            if (e.status() == UNAUTHORIZED) {
                throw e;
            }
            return new Outcome.Failed(user, e, e.isRetryable());
        }
        if (response.error().isPresent()) {
            OAuthError error = response.error().get();
            AppleRefusedException refusal = AppleRefusedException.of(
                    response.status(), error, response.retryAt().orElse(null));
            if (response.status() == UNAUTHORIZED || refusal.reason() == AppleRefusedException.Reason.CLIENT_REFUSED) {
                throw refusal;
            }
            return new Outcome.Failed(user, refusal, refusal.isRetryable());
        }
        Optional<? extends Outcome> read = AppleJson.object(response.body()).flatMap(reader::read);
        return read.isPresent()
                ? read.get()
                : new Outcome.Failed(
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

    /**
     * Receives the outcome for each user of a migration, one at a time, on threads of this library. Store it, so that a
     * migration that was stopped can be continued. An exception stops the migration, as does a call that takes longer
     * than five minutes.
     */
    @FunctionalInterface
    public interface Listener {

        /**
         * Handles the outcome for one more user.
         *
         * @param outcome the outcome
         * @param done how many users are done, including this one
         * @param total how many users there are
         */
        void on(Outcome outcome, int done, int total);
    }

    /** The outcome of a migration for one user. */
    public sealed interface Outcome {

        /** Returns the user id as passed in: a {@code sub} when sending, a {@code transfer_sub} when receiving. */
        String user();

        /**
         * The sending team received the user's transfer identifier.
         *
         * @param user the {@code sub} at the sending team
         * @param transferSubject the {@code transfer_sub}, which the receiving team needs
         */
        record Sent(String user, String transferSubject) implements Outcome {
            public Sent {
                Arguments.notBlank(user, "user");
                Arguments.notBlank(transferSubject, "transferSubject");
            }
        }

        /**
         * The receiving team received the user's new id. {@code toString} hides the address.
         *
         * @param user the {@code transfer_sub} from the sending team
         * @param subject the {@code sub} at this team
         * @param email the email address, often different from before
         * @param isPrivateEmail whether it is a private relay address
         */
        record Received(String user, String subject, Optional<String> email, boolean isPrivateEmail)
                implements Outcome {
            public Received {
                Arguments.notBlank(user, "user");
                Arguments.notBlank(subject, "subject");
                Arguments.required(email, "email");
            }

            @Override
            public String toString() {
                return "Received[" + user + ", " + subject + "]";
            }
        }

        /**
         * The migration of this user failed.
         *
         * @param user the user id as passed in
         * @param cause why it failed
         * @param isRetryable whether a retry can succeed later
         */
        record Failed(String user, RuntimeException cause, boolean isRetryable) implements Outcome {
            public Failed {
                Arguments.notBlank(user, "user");
                Arguments.required(cause, "cause");
            }
        }
    }

    /**
     * The result of a migration.
     *
     * @param moved the number of users that were migrated
     * @param failed the users for whom it failed, and why
     * @param untried the users that were not attempted because the migration ended early
     * @param stoppedBy why the migration ended early; empty if it did not
     */
    public record Report(
            int moved,
            List<UserMigration.Outcome.Failed> failed,
            List<String> untried,
            Optional<RuntimeException> stoppedBy) {
        public Report {
            Arguments.notNegative(moved, "moved");
            failed = List.copyOf(Arguments.withoutNulls(failed, "failed"));
            untried = List.copyOf(Arguments.withoutNulls(untried, "untried"));
            Arguments.required(stoppedBy, "stoppedBy");
        }

        /** Returns the users to continue with: those not attempted, and those for whom a retry can succeed later. */
        public List<String> remaining() {
            return Stream.concat(
                            failed.stream()
                                    .filter(UserMigration.Outcome.Failed::isRetryable)
                                    .map(UserMigration.Outcome.Failed::user),
                            untried.stream())
                    .toList();
        }

        /** Returns the numbers. */
        @Override
        public String toString() {
            return "Report[" + moved + " moved, " + failed.size() + " failed, " + untried.size() + " not attempted]";
        }
    }
}
