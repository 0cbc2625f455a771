package dev.clientauth.apple;

import dev.clientauth.key.SigningKey;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts an {@link AppleSignIn} together; begin with {@link AppleSignIn#builder}. At least one client id is required. */
public final class AppleSignInBuilder {
    private final String teamId;
    private final SigningKey key;
    private @Nullable String servicesId;
    private final List<String> bundleIds = new ArrayList<>();
    private Set<String> issuers = Set.of(TrustedClaims.APPLE);
    private AppleEndpoints endpoints = AppleEndpoints.apple();
    private @Nullable OkHttpClient http;
    private Clock clock = Clock.systemUTC();

    AppleSignInBuilder(String teamId, SigningKey key) {
        this.teamId = teamId;
        this.key = key;
    }

    /** The Services ID, with which people sign in from the web and from Android. */
    public AppleSignInBuilder servicesId(String id) {
        servicesId = id;
        return this;
    }

    /** A bundle id, with which people sign in from a native app; call it for each app. */
    public AppleSignInBuilder bundleId(String id) {
        bundleIds.add(id);
        return this;
    }

    /** The issuers to believe, {@code https://appleid.apple.com} alone by default. */
    public AppleSignInBuilder issuers(Set<String> allowed) {
        issuers = allowed;
        return this;
    }

    /** Where Apple is; {@link AppleEndpoints#apple()} by default. */
    public AppleSignInBuilder endpoints(AppleEndpoints where) {
        endpoints = where;
        return this;
    }

    /**
     * The HTTP client whose connections, proxy, TLS and timeouts are used; by default one that all share. Redirects and silent
     * retries are switched off.
     */
    public AppleSignInBuilder httpClient(OkHttpClient client) {
        http = client;
        return this;
    }

    /** This machine's clock; {@link Clock#systemUTC()} by default. */
    public AppleSignInBuilder clock(Clock thisMachine) {
        clock = thisMachine;
        return this;
    }

    /**
     * The configured object.
     *
     * @throws IllegalStateException if there is neither a Services ID nor a bundle id
     * @throws IllegalArgumentException if key or ids cannot be used
     * @throws dev.clientauth.assertion.AssertionRefusedException if the client secrets would break a rule of Apple's
     */
    public AppleSignIn build() {
        if (servicesId == null && bundleIds.isEmpty()) {
            throw new IllegalStateException(
                    "Sign in with Apple needs a client id: servicesId(…) for the web, bundleId(…) for a native app.");
        }
        OkHttpClient client = http != null ? http : AppleHttp.shared();
        AppleClients clients = new AppleClients(
                teamId, key, servicesId, List.copyOf(new LinkedHashSet<>(bundleIds)), endpoints, client, clock);
        AppleKeys keys = AppleKeys.at(endpoints, client, clock);
        Set<String> audiences = Set.copyOf(clients.ids());
        return new AppleSignIn(
                clients,
                keys,
                IdentityTokenVerifier.of(keys, audiences).withIssuers(issuers).withClock(clock),
                AccountEventVerifier.of(keys, audiences).withIssuers(issuers).withClock(clock));
    }
}
