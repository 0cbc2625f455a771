// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.config.KeyFiles;
import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.inspect.VerificationKey;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects facts about a request that its text does not contain: from flags, the configuration and the user's replies.
 */
final class KnownFacts {
    private final Shell shell;
    private final NetworkProbe net;
    private final Map<MissingFact, String> facts = new EnumMap<>(MissingFact.class);
    private final List<JWK> keys = new ArrayList<>();
    private @Nullable Instant presentedAt;
    private @Nullable Instant providerClock;
    private @Nullable URI endpoint;
    private @Nullable URI jwkSetUrl;
    private @Nullable ErrorResponse response;

    KnownFacts(Shell shell, NetworkProbe net) {
        this.shell = shell;
        this.net = net;
    }

    /**
     * Adds a fact.
     *
     * @throws UsageException if it is invalid
     */
    void take(MissingFact fact, String value) {
        switch (fact) {
            case PRESENTED_AT -> presentedAt = TimeArguments.instant(value, shell.clock());
            case PROVIDER_CLOCK -> providerClock = TimeArguments.instant(value, shell.clock());
            case ENDPOINT -> endpoint = ClientSetup.url(value, fact.flag());
            case JWKS_URL -> jwkSetUrl = ClientSetup.url(value, fact.flag());
            case PUBLIC_KEY -> addKeys(value.contains("://") ? fetched(value) : read(value));
            case CLIENT_ID, TEAM_ID, KEY_ID -> {
                if (value.isBlank()) {
                    throw new UsageException(fact.flag() + " is blank.");
                }
            }
        }
        facts.put(fact, value.strip());
    }

    void takeProviderClock(String date) {
        providerClock = TimeArguments.instant(date, shell.clock());
    }

    void takeResponse(@Nullable Integer status, @Nullable String error, @Nullable String description) {
        response = new ErrorResponse(status == null ? 400 : status, error, description);
    }

    Optional<URI> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    private List<VerificationKey> read(String file) {
        try {
            return KeyFiles.read(file, KeyFiles.password(shell.environment())).usableKeys();
        } catch (KeyFormatException e) {
            throw new UsageException(("" + e.getMessage()).replace(e.remedy(), KeyFiles.remedy(e)), e);
        }
    }

    private List<VerificationKey> fetched(String url) {
        URI uri = ClientSetup.url(url, "--jwks");
        try {
            NetworkProbe.Result served = net.get(uri);
            if (served.status() != 200) {
                throw new UsageException("The JWK Set URL responds with HTTP " + served.status()
                        + ". Run clientauth doctor to see what a provider would find there.");
            }
            return VerificationKey.parse(served.body());
        } catch (IOException e) {
            throw new UsageException("The JWK Set URL cannot be fetched: " + e.getMessage() + ".", e);
        } catch (KeyFormatException e) {
            throw new UsageException("At the JWK Set URL: " + e.getMessage(), e);
        }
    }

    private void addKeys(List<VerificationKey> read) {
        read.forEach(key -> keys.add(key.jwk()));
    }

    /** Returns the context from the text, overridden by the known facts. */
    EvaluationContext context(EvaluationContext read, TokenRequest request) {
        EvaluationContext all = read;
        Optional<Registration> registration = registration(request);
        if (registration.isPresent()) {
            all = all.withRegistration(registration.get());
        }
        if (presentedAt != null) {
            all = all.withSentAt(presentedAt);
        }
        if (providerClock != null) {
            all = all.withProviderClock(providerClock);
        }
        return response == null ? all : all.withResponse(response);
    }

    private Optional<Registration> registration(TokenRequest attempt) {
        @Nullable String clientId = facts.get(MissingFact.CLIENT_ID);
        @Nullable String teamId = facts.get(MissingFact.TEAM_ID);
        @Nullable String keyId = facts.get(MissingFact.KEY_ID);
        boolean isEmpty = clientId != null || teamId != null || keyId != null || jwkSetUrl != null || !keys.isEmpty();
        if (!isEmpty) {
            return Optional.empty();
        }
        Registration registration = Registration.of(clientId != null ? clientId : claimedClient(attempt));
        if (teamId != null) {
            registration = registration.withTeamId(teamId);
        }
        if (keyId != null) {
            registration = registration.withKeyId(keyId);
        }
        if (jwkSetUrl != null) {
            registration = registration.withJwkSetUrl(jwkSetUrl);
        }
        return Optional.of(keys.isEmpty() ? registration : registration.withKeys(keys));
    }

    /** Whether the client id was taken from the request itself. */
    boolean isClientIdClaimed(TokenRequest attempt) {
        return !facts.containsKey(MissingFact.CLIENT_ID)
                && registration(attempt).isPresent();
    }

    private static String claimedClient(TokenRequest attempt) {
        return attempt.assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> claims.get("sub"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .or(() -> attempt.parameter("client_id"))
                .orElse("(not given)");
    }
}
