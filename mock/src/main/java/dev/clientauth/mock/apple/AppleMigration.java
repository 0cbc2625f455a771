// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.mock.token.Tokens;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Migrates users from one team to another (Apple, TN3159). Not thread-safe. */
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

    /** Returns whether a request has an access token that was issued to the same client and team. */
    boolean hasToken(TokenRequest request, Instant now) {
        return request.headers()
                .map(headers -> headers.getOrDefault("authorization", ""))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(header ->
                        tokens.access(header.substring(BEARER.length()).strip(), now))
                .filter(access -> access.authorization().isEmpty()
                        && access.clientId().equals(RequestClaims.claimedClient(request))
                        && access.issuer().equals(RequestClaims.claim(request, "iss")))
                .isPresent();
    }

    /** Returns the response to a step of either team; empty if the person or the transfer is unknown. */
    Optional<Map<String, Object>> step(TokenRequest request, Registration team, Instant now) {
        String ours = team.teamId().orElseThrow();
        return request.parameter("transfer_sub").isPresent()
                ? received(request.parameter("transfer_sub").get(), team.clientId(), ours, now)
                : accounts.person(request.parameter("sub").orElse(""), ours)
                        .map(person -> Map.of(
                                "transfer_sub",
                                accounts.transferSubject(
                                        person,
                                        ours,
                                        request.parameter("target").orElse(""))));
    }

    private Optional<Map<String, Object>> received(String transferSubject, String clientId, String ours, Instant now) {
        AppleClient client = clients.require(clientId);
        return client.former(now)
                .flatMap(former -> former.registration().teamId())
                .flatMap(from -> accounts.transferred(transferSubject, from, ours))
                .map(person -> {
                    Map<String, Object> response = new LinkedHashMap<>();
                    response.put("sub", accounts.identity(person, ours).subject());
                    accounts.email(person, client).ifPresent(email -> {
                        response.put("email", email);
                        response.put("is_private_email", signIns.truth(person.hidesEmail()));
                    });
                    return response;
                });
    }
}
