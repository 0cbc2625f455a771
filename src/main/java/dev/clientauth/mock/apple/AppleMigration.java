package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.mock.token.Tokens;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Registration;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The moving of people from one team to another (Apple, TN3159). Not thread-safe. */
final class AppleMigration {
    private static final String BEARER = "Bearer ";

    private final AppleClients clients;
    private final AppleAccounts accounts;
    private final Tokens tokens;
    private final AppleSignIns signIns;

    AppleMigration(AppleClients clients, AppleAccounts accounts, Tokens tokens, AppleSignIns signIns) {
        this.clients = clients;
        this.accounts = accounts;
        this.tokens = tokens;
        this.signIns = signIns;
    }

    /** Whether a request bears a token that the same client and team got for itself. */
    boolean hasToken(Attempt attempt, Instant now) {
        return attempt.headers()
                .map(headers -> headers.getOrDefault("authorization", ""))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(header ->
                        tokens.access(header.substring(BEARER.length()).strip(), now))
                .filter(access -> access.authorization().isEmpty()
                        && access.clientId().equals(RequestClaims.claimedClient(attempt))
                        && access.issuer().equals(RequestClaims.claim(attempt, "iss")))
                .isPresent();
    }

    /** Answers a step of whichever side; nothing where the person or their transfer is unknown. */
    Optional<Map<String, Object>> step(Attempt attempt, Registration team, Instant now) {
        String ours = team.teamId().orElseThrow();
        return attempt.parameter("transfer_sub").isPresent()
                ? received(attempt.parameter("transfer_sub").get(), team.clientId(), ours, now)
                : accounts.person(attempt.parameter("sub").orElse(""), ours)
                        .map(person -> Map.of(
                                "transfer_sub",
                                accounts.transferSubject(
                                        person,
                                        ours,
                                        attempt.parameter("target").orElse(""))));
    }

    private Optional<Map<String, Object>> received(String transferSubject, String clientId, String ours, Instant now) {
        AppleClient client = clients.require(clientId);
        return client.former(now)
                .flatMap(former -> former.registration().teamId())
                .flatMap(from -> accounts.transferred(transferSubject, from, ours))
                .map(person -> {
                    Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("sub", accounts.identity(person, ours).subject());
                    accounts.email(person, client).ifPresent(email -> {
                        answer.put("email", email);
                        answer.put("is_private_email", signIns.truth(person.hidesEmail()));
                    });
                    return answer;
                });
    }
}
