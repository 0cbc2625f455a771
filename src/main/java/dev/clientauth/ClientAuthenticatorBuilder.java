package dev.clientauth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.exchange.Backoff;
import dev.clientauth.exchange.TokenEndpoint;
import dev.clientauth.exchange.TokenTransport;
import dev.clientauth.key.SigningKey;
import dev.clientauth.minting.AssertionMinter;
import dev.clientauth.minting.Client;
import dev.clientauth.minting.ClockCorrection;
import dev.clientauth.profile.EndpointRules;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.renewal.EndpointTokenSource;
import dev.clientauth.renewal.RateLimitedTokenSource;
import dev.clientauth.renewal.SharedTokenSource;
import dev.clientauth.renewal.TokenLife;
import dev.clientauth.renewal.TokenSource;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenStore;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Puts a {@link ClientAuthenticator} together; begin with {@link ClientAuthenticator#builder(Profile)}.
 *
 * <p>Required are the client id and the signing key; Sign in with Apple needs the Team ID too, and a profile that is not
 * tied to an address the token endpoint. {@link #build()} says what is missing.
 */
public final class ClientAuthenticatorBuilder {
    /** How to supply what a profile's rules may miss. */
    private static final Map<String, String> SETTERS = Map.of(
            "the Team ID", ": set it with teamId(…)",
            "the key id", ": set it with SigningKey.load(file).withKeyId(keyId), or name the file AuthKey_<Key ID>.p8");

    private static final Backoff RENEWAL_BACKOFF = Backoff.between(Duration.ofSeconds(2), Duration.ofMinutes(1));

    private final Profile profile;
    private @Nullable String clientId;
    private @Nullable String teamId;
    private @Nullable SigningKey signingKey;
    private @Nullable JWSAlgorithm algorithm;
    private Grant grant = Grant.clientCredentials();
    private @Nullable URI tokenEndpoint;
    private @Nullable Duration lifetime;
    private Clock clock = Clock.systemUTC();
    private Duration maxClockCorrection = ClockCorrection.MAX;
    private @Nullable TokenTransport transport;
    private TokenListener listener = TokenEndpoint.NO_LISTENER;
    private @Nullable TokenStore store;
    private Duration lease = SharedTokenSource.LEASE;

    ClientAuthenticatorBuilder(Profile profile) {
        this.profile = profile;
    }

    /** The client id: the Client ID of the API account, the Services ID or bundle id, Epic's client id. Required. */
    public ClientAuthenticatorBuilder clientId(String clientId) {
        this.clientId = clientId;
        return this;
    }

    /** The Apple Developer Team ID, ten characters. Sign in with Apple needs it. */
    public ClientAuthenticatorBuilder teamId(String teamId) {
        this.teamId = teamId;
        return this;
    }

    /** The key that signs, with its key id. Required. */
    public ClientAuthenticatorBuilder signingKey(SigningKey signingKey) {
        this.signingKey = signingKey;
        return this;
    }

    /** The algorithm; by default the one the provider prefers among those the key can sign with. */
    public ClientAuthenticatorBuilder algorithm(JWSAlgorithm algorithm) {
        this.algorithm = algorithm;
        return this;
    }

    /** The scopes to ask for with {@code client_credentials}; by default those that the profile fixes, or none. */
    public ClientAuthenticatorBuilder scope(String... scopes) {
        this.grant = Grant.clientCredentials(scopes);
        return this;
    }

    /**
     * Another URL to post to than the profile's: a stand-in for the provider on loopback, or an address that the profile's
     * rules accept as well.
     */
    public ClientAuthenticatorBuilder tokenEndpoint(URI tokenEndpoint) {
        this.tokenEndpoint = tokenEndpoint;
        return this;
    }

    /** The time from {@code iat} to {@code exp} of an assertion; by default the profile's. */
    public ClientAuthenticatorBuilder lifetime(Duration lifetime) {
        this.lifetime = lifetime;
        return this;
    }

    /**
     * This machine's clock; {@link Clock#systemUTC()} by default. Assertions are dated by it. The life of an access token is
     * measured by elapsed time ({@link System#nanoTime()}); a clock that moves forward faster than that ends it earlier.
     */
    public ClientAuthenticatorBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * The maximum difference between this machine's clock and the provider's that is corrected; 15 minutes by default. Zero
     * turns the correction off.
     *
     * <p>When a request was refused with {@code invalid_client} and nothing is wrong with it but its times, compared with the
     * {@code Date} header of the response, the next one is signed by that clock. The correction is undone if that is refused
     * too. {@code Date} is not authenticated beyond TLS, so a larger difference is never corrected: {@link
     * dev.clientauth.token.TokenRefusedException#clockDifference()} names both clocks. No assertion is valid later than its
     * lifetime and this difference after the time it was signed at.
     *
     * @throws IllegalArgumentException if it is negative or longer than 15 minutes
     */
    public ClientAuthenticatorBuilder maxClockCorrection(Duration max) {
        if (max.isNegative() || max.compareTo(ClockCorrection.MAX) > 0) {
            throw new IllegalArgumentException("maxClockCorrection is " + max.toSeconds() + " s, but must be from 0 to "
                    + ClockCorrection.MAX.toSeconds() + " s. If the clock of this machine is off by more, set it.");
        }
        this.maxClockCorrection = max;
        return this;
    }

    /**
     * The HTTP client whose connections, proxy, TLS and timeouts are used; by default one that all authenticators share.
     * Redirects, silent retries, compression, caching and HTTP/2 are switched off: the bytes of a response are counted at the
     * socket, and no more than 1 MiB of body is read. Its connection pool is used, but no connection that it opened. Its call
     * timeout, 30 seconds where it has none, is the deadline for a grant with all repetitions, counted from the call,
     * whatever hangs.
     */
    public ClientAuthenticatorBuilder httpClient(OkHttpClient httpClient) {
        this.transport = new TokenTransport(httpClient);
        return this;
    }

    /** Who is notified of requests, renewals, refusals and repetitions, on a thread of its own; by default nobody. */
    public ClientAuthenticatorBuilder listener(TokenListener listener) {
        this.listener = listener;
        return this;
    }

    /** Where access tokens are shared with other machines or authenticators of this client; by default nowhere. */
    public ClientAuthenticatorBuilder tokenStore(TokenStore store) {
        this.store = store;
        return this;
    }

    /** For tests that cannot wait for the usual lease. */
    ClientAuthenticatorBuilder lease(Duration lease) {
        this.lease = lease;
        return this;
    }

    /**
     * The authenticator.
     *
     * @throws IllegalStateException if something required is missing
     * @throws IllegalArgumentException if key, algorithm or endpoint cannot be used with this profile
     * @throws dev.clientauth.assertion.AssertionRefusedException if the assertions would break a rule of the provider
     */
    public ClientAuthenticator build() {
        if (clientId == null || clientId.isBlank()) {
            throw missing("the client id", "clientId(…)");
        }
        if (signingKey == null) {
            throw missing("the private key that signs", "signingKey(SigningKey.load(…))");
        }
        URI endpoint =
                tokenEndpoint != null ? tokenEndpoint : profile.tokenEndpoint().orElse(null);
        if (endpoint == null) {
            throw missing("the URL of the token endpoint", "tokenEndpoint(…)");
        }
        checkAddress(endpoint);
        Registration registration = Registration.of(clientId).withKeys(List.of(signingKey.publicJwk()));
        if (teamId != null) {
            registration = registration.withTeamId(teamId);
        }
        checkFacts(endpoint, registration);
        Client client = new Client(
                profile,
                registration,
                signingKey,
                algorithmFor(signingKey),
                endpoint,
                lifetime != null ? lifetime : profile.lifetime(),
                clock);
        AssertionMinter minter = new AssertionMinter(client, new ClockCorrection(maxClockCorrection));
        minter.check();
        TokenEndpoint tokens =
                new TokenEndpoint(minter, transport != null ? transport : SharedHttpClient.TRANSPORT, listener);
        return new JwtClientAuthenticator(minter, tokens, life(client, tokens), grant);
    }

    private TokenLife life(Client client, TokenEndpoint tokens) {
        TokenSource source = new RateLimitedTokenSource(new EndpointTokenSource(tokens, grant));
        if (store != null) {
            source = new SharedTokenSource(store, storeId(client), source, clock, lease);
        }
        return new TokenLife(
                source,
                clock,
                tokens::tell,
                RENEWAL_BACKOFF,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** The same for all who may use each other's tokens: same provider, endpoint, client and scopes. */
    private String storeId(Client client) {
        return String.join(
                "\n",
                profile.id(),
                client.tokenEndpoint().toString(),
                client.registration().clientId(),
                grant.parameters().getOrDefault("scope", ""));
    }

    private JWSAlgorithm algorithmFor(SigningKey key) {
        if (algorithm != null) {
            if (!key.supports(algorithm)) {
                throw new IllegalArgumentException("The algorithm " + algorithm + " was asked for, but " + key
                        + " signs with " + names(key.algorithms()) + ". Choose one of those, or another key.");
            }
            return algorithm;
        }
        return profile.algorithms().stream()
                .filter(key::supports)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        profile.name() + " takes " + names(profile.algorithms()) + ", but " + key + " signs with "
                                + names(key.algorithms()) + ". Use the key that is registered there."));
    }

    private static String names(Collection<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).collect(Collectors.joining(", "));
    }

    private void checkFacts(URI endpoint, Registration registration) {
        List<String> missing = profile.fieldValues(endpoint, registration).missing().stream()
                .map(lack -> lack + SETTERS.getOrDefault(lack, ""))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(profile.name() + " needs " + String.join(", and ", missing) + ".");
        }
    }

    private static void checkAddress(URI endpoint) {
        if (endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The token endpoint at " + endpoint.getHost()
                    + " has a user name or password in its URL, where logs would show it. The signed JWT is the only"
                    + " credential: take it out.");
        }
        boolean isSafe = "https".equalsIgnoreCase(endpoint.getScheme())
                || ("http".equalsIgnoreCase(endpoint.getScheme()) && EndpointRules.isLoopback(endpoint));
        if (!isSafe) {
            throw new IllegalArgumentException(
                    "The token endpoint is " + endpoint.getScheme() + "://" + endpoint.getHost()
                            + ", but credentials travel over https only, or to loopback. Use its https URL.");
        }
    }

    private IllegalStateException missing(String what, String how) {
        return new IllegalStateException(profile.name() + " needs " + what + ": set it with " + how + ".");
    }
}
