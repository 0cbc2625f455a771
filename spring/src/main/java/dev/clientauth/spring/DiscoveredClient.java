// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAssertion;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.discovery.ClientRegistry;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Authenticates at the token endpoint from the metadata of a FHIR server, which is fetched with the first request. */
final class DiscoveredClient implements ClientAuthenticator {
    private final ClientRegistry registry;
    private final URI fhirBase;
    private final String provider;

    DiscoveredClient(ClientRegistry registry, URI fhirBase, String provider) {
        this.registry = registry;
        this.fhirBase = fhirBase;
        this.provider = provider;
    }

    private ClientAuthenticator current() {
        return registry.at(fhirBase);
    }

    @Override
    public Profile profile() {
        return current().profile();
    }

    @Override
    public ClientAssertion assertion() {
        return current().assertion();
    }

    @Override
    public TokenResponse request(Grant grant) {
        return current().request(grant);
    }

    @Override
    public AccessToken accessToken() {
        return current().accessToken();
    }

    /** Fetches the metadata on a thread of the common pool, if it is due. */
    @Override
    public CompletableFuture<AccessToken> accessTokenAsync() {
        return CompletableFuture.supplyAsync(this::current).thenCompose(ClientAuthenticator::accessTokenAsync);
    }

    @Override
    public void invalidate(AccessToken token) {
        current().invalidate(token);
    }

    @Override
    public Diagnosis diagnose() {
        return current().diagnose();
    }

    @Override
    public String toString() {
        return "ClientAuthenticator[" + provider + ", " + fhirBase + "]";
    }
}
