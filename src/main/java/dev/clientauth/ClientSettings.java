// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.assertion.AssertionMinter;
import dev.clientauth.assertion.Client;
import dev.clientauth.assertion.ClockCorrection;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.TokenEndpoint;
import dev.clientauth.http.TokenTransport;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.refresh.EndpointTokenSource;
import dev.clientauth.refresh.RateLimitedTokenSource;
import dev.clientauth.refresh.SharedTokenSource;
import dev.clientauth.refresh.TokenCache;
import dev.clientauth.refresh.TokenSource;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenStore;
import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** The values given to a {@link ClientAuthenticator.Builder}; creates the authenticator from them. */
final class ClientSettings {
    /** How to set the values that rules may require. */
    private static final Map<String, String> SETTERS = Map.of(
            "the Team ID", ": set it with teamId(…)",
            "the subject", ": set it with subject(…)",
            "the scopes", ": set them with scopes(…)",
            "the certificate", ": set it with SigningKey.load(file).withCertificate(…)",
            "the key id", ": set it with SigningKey.load(file).withKeyId(keyId), or name the file AuthKey_<Key ID>.p8");

    private static final Backoff REFRESH_BACKOFF = Backoff.between(Duration.ofSeconds(2), Duration.ofMinutes(1));

    private final Profile profile;
    final Set<String> scopes = new LinkedHashSet<>();

    @Nullable
    String clientId;

    @Nullable
    String teamId;

    @Nullable
    String subject;

    @Nullable
    String clientSecret;

    @Nullable
    KeyRing keys;

    @Nullable
    JWSAlgorithm algorithm;

    @Nullable
    URI tokenEndpoint;

    @Nullable
    Duration lifetime;

    Clock clock = Clock.systemUTC();
    Duration maxClockCorrection = ClockCorrection.MAX;

    @Nullable
    HttpTransport transport;

    TokenListener listener = TokenEndpoint.NO_LISTENER;

    @Nullable
    TokenStore store;

    Duration lease = SharedTokenSource.LEASE;

    ClientSettings(Profile profile) {
        this.profile = profile;
    }

    static Duration checkedCorrection(Duration max) {
        if (max.isNegative() || max.compareTo(ClockCorrection.MAX) > 0) {
            throw new IllegalArgumentException("maxClockCorrection is " + max.toSeconds() + " s, but must be from 0 to "
                    + ClockCorrection.MAX.toSeconds() + " s. If this machine's clock is off by more, correct the"
                    + " clock.");
        }
        return max;
    }

    /** Returns the authenticator; see {@link ClientAuthenticator.Builder#build()}. */
    ClientAuthenticator authenticator() {
        if (clientId == null) {
            throw missing("the client id", "clientId(…)");
        }
        KeyRing ring = keys;
        if (ring == null) {
            throw missing("the signing key", "signingKey(SigningKey.load(…))");
        }
        URI endpoint =
                tokenEndpoint != null ? tokenEndpoint : profile.tokenEndpoint().orElse(null);
        if (endpoint == null) {
            throw missing("the URL of the token endpoint", "tokenEndpoint(…)");
        }
        checkAddress(endpoint);
        Registration registration = registration();
        boolean isGrant = profile.assertionParameter() == AssertionParameter.ASSERTION;
        if (isGrant && !scopes.isEmpty()) {
            registration = registration.withScope(String.join(" ", scopes));
            checkScopeClaim(endpoint, registration);
        }
        Registration unkeyed = registration;
        Client client = client(endpoint, unkeyed, ring.current());
        checkFacts(endpoint, client.registration());
        AssertionMinter minter = new AssertionMinter(
                ring,
                key -> key == client.key() ? client : client(endpoint, unkeyed, key),
                new ClockCorrection(maxClockCorrection));
        minter.check();
        TokenEndpoint tokens = new TokenEndpoint(
                minter, new TokenTransport(transport != null ? transport : HttpTransport.standard()), listener);
        Grant grant = isGrant ? Grant.selfIssuedJwt() : Grant.clientCredentials(scopes.toArray(String[]::new));
        return new JwtClientAuthenticator(minter, tokens, cache(client, tokens, grant), grant);
    }

    private Registration registration() {
        Registration registration = Registration.of(Objects.requireNonNull(clientId));
        if (teamId != null) {
            registration = registration.withTeamId(teamId);
        }
        if (subject != null) {
            registration = registration.withSubject(subject);
        }
        return clientSecret != null ? registration.withClientSecret(clientSecret) : registration;
    }

    private Client client(URI endpoint, Registration registration, SigningKey key) {
        return new Client(
                profile,
                registration.withKeys(List.of(withCertificate(key))),
                key,
                algorithmFor(key),
                endpoint,
                lifetime != null ? lifetime : profile.lifetime(),
                clock);
    }

    /** Returns the public half with its certificate, which a published JWK Set does not need. */
    private static JWK withCertificate(SigningKey key) {
        Optional<byte[]> certificate = key.certificate();
        if (certificate.isEmpty()) {
            return key.publicJwk();
        }
        Map<String, Object> members = key.publicJwk().toJSONObject();
        members.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate.get())));
        try {
            return JWK.parse(members);
        } catch (ParseException e) {
            throw new IllegalStateException("The certificate of " + key + " cannot be read.", e);
        }
    }

    private TokenCache cache(Client client, TokenEndpoint tokens, Grant grant) {
        TokenSource source = new RateLimitedTokenSource(new EndpointTokenSource(tokens, grant));
        if (store != null) {
            source = new SharedTokenSource(store, storeId(client, grant), source, clock, lease);
        }
        return new TokenCache(
                source,
                clock,
                tokens::notifyListener,
                REFRESH_BACKOFF,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Returns the id under which tokens are shared: the same for equal provider, endpoint, client and scopes. */
    private String storeId(Client client, Grant grant) {
        return String.join(
                "\n",
                profile.id(),
                client.tokenEndpoint().toString(),
                client.registration().clientId(),
                grant.parameters().getOrDefault("scope", "")
                        + client.registration().scope().orElse("")
                        + client.registration()
                                .subject()
                                .map(user -> "\n" + user)
                                .orElse(""));
    }

    private JWSAlgorithm algorithmFor(SigningKey key) {
        if (algorithm != null) {
            if (!key.supports(algorithm)) {
                throw new IllegalArgumentException("The algorithm is " + algorithm + ", but " + key + " signs with "
                        + names(key.algorithms()) + ". Choose one of those, or another key.");
            }
            return algorithm;
        }
        return profile.algorithms().stream()
                .filter(key::supports)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        profile.name() + " accepts " + names(profile.algorithms()) + ", but " + key + " signs with "
                                + names(key.algorithms()) + ". Use the key that is registered with the provider."));
    }

    private static String names(Collection<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).collect(Collectors.joining(", "));
    }

    private void checkScopeClaim(URI endpoint, Registration registration) {
        if (!profile.fieldValues(endpoint, registration).values().containsKey(Field.claim("scope"))) {
            throw new IllegalArgumentException(
                    profile.name() + " takes no scopes in the request, because they are granted to the client or user"
                            + " beforehand. Remove scopes(…).");
        }
    }

    private void checkFacts(URI endpoint, Registration registration) {
        List<String> missing = profile.fieldValues(endpoint, registration).missing().stream()
                .map(lack -> lack + SETTERS.getOrDefault(lack, ""))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(profile.name() + " needs " + String.join(", and ", missing) + ".");
        }
    }

    static void checkAddress(URI endpoint) {
        if (endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("tokenEndpoint: the URL of " + endpoint.getHost()
                    + " contains a user name or password, which would appear in logs. Remove it: the signed"
                    + " JWT is the only credential.");
        }
        boolean isSafe = "https".equalsIgnoreCase(endpoint.getScheme())
                || ("http".equalsIgnoreCase(endpoint.getScheme()) && EndpointUrls.isLoopback(endpoint));
        if (!isSafe) {
            throw new IllegalArgumentException("tokenEndpoint is " + endpoint.getScheme() + "://" + endpoint.getHost()
                    + ", but credentials are sent over https only, or to loopback. Use its https URL.");
        }
    }

    private IllegalStateException missing(String what, String how) {
        return new IllegalStateException(profile.name() + " needs " + what + ": set it with " + how + ".");
    }
}
