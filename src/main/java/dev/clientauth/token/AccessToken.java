package dev.clientauth.token;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token that opens the provider's API (RFC 6749 section 1.4). Opaque: nothing can be read out of it.
 *
 * <p>Two access tokens are equal only if they are the same object. {@link #toString()} hides the value.
 */
public final class AccessToken {
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]+");
    private static final Pattern VISIBLE_OR_BLANK = Pattern.compile("[\\x20-\\x7E]*");

    private final String value;
    private final String type;
    private final @Nullable String scope;
    private final Instant issuedAt;
    private final Instant expiresAt;

    /**
     * A token that the provider issued. What does not fit into an {@code Authorization} header is rejected, whether it comes
     * from a provider or out of a store.
     *
     * @param value the {@code access_token}: visible ASCII characters (RFC 6749 appendix A.12), without a blank
     * @param type the {@code token_type}, {@code Bearer} in any case (RFC 6750)
     * @param scope the granted {@code scope}, where the provider said: printable ASCII characters
     * @param issuedAt when the request for it was started, by this machine's clock
     * @param expiresAt until when it is good, by this machine's clock
     * @throws IllegalArgumentException if value, type or scope is not of that syntax; the message does not repeat it
     */
    public AccessToken(String value, String type, @Nullable String scope, Instant issuedAt, Instant expiresAt) {
        this.value = Objects.requireNonNull(value, "value");
        this.type = Objects.requireNonNull(type, "type");
        this.scope = scope;
        this.issuedAt = Objects.requireNonNull(issuedAt, "issuedAt");
        this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
        if (!VISIBLE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "value is empty or has characters that no access token may have; expected visible ASCII characters.");
        }
        if (!type.equalsIgnoreCase("Bearer")) {
            throw new IllegalArgumentException("type is not Bearer, the only token type that is supported.");
        }
        if (scope != null && !VISIBLE_OR_BLANK.matcher(scope).matches()) {
            throw new IllegalArgumentException(
                    "scope has characters that no scope may have; expected printable ASCII characters.");
        }
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
        return "Bearer " + value;
    }

    /** All but the token. */
    @Override
    public String toString() {
        return "AccessToken[" + type + ", scope=" + scope + ", expires " + expiresAt + "]";
    }
}
