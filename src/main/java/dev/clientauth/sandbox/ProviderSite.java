package dev.clientauth.sandbox;

import dev.clientauth.profile.Profile;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One provider of a sandbox, with its clients. Thread-safe. */
interface ProviderSite extends Site, AccessTokens, AutoCloseable {
    /** By which token requests are judged. */
    Profile profile();

    /**
     * Checks that a client has what the provider needs to know.
     *
     * @throws IllegalArgumentException if something is missing
     */
    void check(SandboxClient client);

    /** Puts a client on file, in place of one with the same client id. */
    void register(SandboxClient client);

    /** Takes a client off the file, and says whether there was one. */
    boolean remove(String clientId);

    Optional<SandboxClient> client(String clientId);

    /** Those on file, in the order of their coming. */
    List<SandboxClient> clients();

    /** A code as if somebody had just signed in; without a redirect URI, in a native app. */
    String code(String clientId, @Nullable URI redirectUri);

    /** Forgets codes, tokens and used {@code jti} values, but not the clients. */
    void forget();

    @Override
    void close();
}
