// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.MockClient;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.text.EndpointUrls;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An App ID or Services ID.
 *
 * @param registration what is registered with Apple
 * @param redirectUris the return URLs; none for an App ID
 * @param former the team from which it was transferred
 */
record AppleClient(Registration registration, List<URI> redirectUris, Optional<Former> former) {

    /**
     * The team that had a client before.
     *
     * @param registration what that team had registered with Apple
     * @param until when the migration of users ends
     */
    record Former(Registration registration, Instant until) {}

    AppleClient {
        if (registration.teamId().isEmpty() || registration.keys().isEmpty()) {
            throw new IllegalArgumentException("Sign in with Apple requires a Team ID and a public key: add"
                    + " withTeamId(…) and withKeys(…) to the registration of " + registration.clientId() + ".");
        }
        redirectUris.forEach(AppleClient::requireRedirectUri);
    }

    String id() {
        return registration.clientId();
    }

    String team() {
        return registration.teamId().orElseThrow();
    }

    /** Returns a client that has not been transferred. */
    static AppleClient of(MockClient client) {
        return new AppleClient(client.registration(), client.redirectUris(), Optional.empty());
    }

    /** Returns the client in the form that all providers share. */
    MockClient asClient() {
        return new MockClient(registration, redirectUris, Optional.empty());
    }

    /** Returns the registered return URL that equals this text. */
    Optional<URI> redirectUri(String text) {
        return redirectUris.stream().filter(uri -> uri.toString().equals(text)).findFirst();
    }

    /** Returns the team from which it was transferred, while users can be migrated. */
    Optional<Former> former(Instant now) {
        return former.filter(f -> !now.isAfter(f.until()));
    }

    private static void requireRedirectUri(URI uri) {
        boolean fits = uri.getHost() != null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null
                && ("https".equals(uri.getScheme())
                        || ("http".equals(uri.getScheme()) && EndpointUrls.isLoopback(uri)));
        if (!fits) {
            throw new IllegalArgumentException("Invalid redirect URI " + uri
                    + ": Apple requires https, a domain and no fragment. The mock also accepts http on loopback.");
        }
    }
}
