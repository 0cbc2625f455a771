package dev.clientauth.mock.apple;

import dev.clientauth.mock.MockClient;
import dev.clientauth.profile.EndpointRules;
import dev.clientauth.profile.Registration;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An App ID or Services ID.
 *
 * @param registration what is registered with Apple
 * @param redirectUris where a browser may be sent back to; none for an App ID
 * @param former the team that it was transferred from
 */
record AppleClient(Registration registration, List<URI> redirectUris, Optional<Former> former) {

    /**
     * The team that had a client before.
     *
     * @param registration what that team had registered with Apple
     * @param until the end of the days in which users may be migrated
     */
    record Former(Registration registration, Instant until) {}

    AppleClient {
        if (registration.teamId().isEmpty() || registration.keys().isEmpty()) {
            throw new IllegalArgumentException("Apple knows a AppleTeam ID and a public key of every client: add"
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

    /** A client that has not been transferred. */
    static AppleClient of(MockClient client) {
        return new AppleClient(client.registration(), client.redirectUris(), Optional.empty());
    }

    /** The same in the form that all providers share. */
    MockClient asClient() {
        return new MockClient(registration, redirectUris, Optional.empty());
    }

    /** The registered return URL that is this text, letter for letter. */
    Optional<URI> redirectUri(String text) {
        return redirectUris.stream().filter(uri -> uri.toString().equals(text)).findFirst();
    }

    /** The team that it was transferred from, while users may be migrated. */
    Optional<Former> former(Instant now) {
        return former.filter(f -> !now.isAfter(f.until()));
    }

    private static void requireRedirectUri(URI uri) {
        boolean fits = uri.getHost() != null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null
                && ("https".equals(uri.getScheme())
                        || ("http".equals(uri.getScheme()) && EndpointRules.isLoopback(uri)));
        if (!fits) {
            throw new IllegalArgumentException("Apple registers no redirect URI like " + uri
                    + ": it is https, with a domain and without a fragment. The mock also takes http on loopback.");
        }
    }
}
