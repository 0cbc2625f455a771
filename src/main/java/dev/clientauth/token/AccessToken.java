package dev.clientauth.token;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that opens the provider's API (RFC 6749 section 1.4). Opaque: nothing can be read out of it.
 *
 * <p>Two access tokens are equal only if they are the same object. {@link #toString()} hides the value.
 */
public final class AccessToken {
    private final String value;
    private final String type;
    private final @Nullable String scope;
    private final Instant issuedAt;
    private final Instant expiresAt;

    /**
     * A token that was answered.
     *
     * @param value the {@code access_token}
     * @param type the {@code token_type}, as the provider wrote it
     * @param scope the granted {@code scope}, where the provider said
     * @param issuedAt when the request for it was started, by this machine's clock
     * @param expiresAt until when it is good, by this machine's clock
     */
    public AccessToken(String value, String type, @Nullable String scope, Instant issuedAt, Instant expiresAt) {
        this.value = value;
        this.type = type;
        this.scope = scope;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
    }

    /** The token: a secret. */
    public String value() {
        return value;
    }

    /** {@code Bearer}, in whatever case the provider wrote it. */
    public String type() {
        return type;
    }

    /** The scopes that were granted, separated by spaces; they may be fewer than were asked for. */
    public Optional<String> scope() {
        return Optional.ofNullable(scope);
    }

    /** When the request for it was started. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** Until when it is good, counted from the start of the request. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** The value of an {@code Authorization} header (RFC 6750 section 2.1): a secret. */
    public String authorizationHeader() {
        return (type.equalsIgnoreCase("bearer") ? "Bearer" : type) + " " + value;
    }

    /** All but the token. */
    @Override
    public String toString() {
        return "AccessToken[" + type + ", scope=" + scope + ", expires " + expiresAt + "]";
    }
}
