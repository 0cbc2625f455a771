// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An access token for the provider's API (RFC 6749 section 1.4). It is opaque to the client.
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
     * Creates a token that the provider issued. Values that cannot be sent in an {@code Authorization} header are rejected,
     * whether they come from a provider or from a store.
     *
     * @param value the {@code access_token}: visible ASCII characters (RFC 6749 appendix A.12), no spaces
     * @param type the {@code token_type}, {@code Bearer} in any case (RFC 6750)
     * @param scope the granted {@code scope}, or null if the provider returned none: printable ASCII characters
     * @param issuedAt when the token request was started, by this machine's clock
     * @param expiresAt when it expires, by this machine's clock
     * @throws IllegalArgumentException if the value, type or scope is malformed; the message does not contain it
     */
    public AccessToken(String value, String type, @Nullable String scope, Instant issuedAt, Instant expiresAt) {
        this.value = Arguments.required(value, "value");
        this.type = Arguments.required(type, "type");
        this.scope = scope;
        this.issuedAt = Arguments.required(issuedAt, "issuedAt");
        this.expiresAt = Arguments.required(expiresAt, "expiresAt");
        if (!VISIBLE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "value is empty or contains characters that are not allowed in an access token; expected"
                            + " visible ASCII characters.");
        }
        if (!type.equalsIgnoreCase("Bearer")) {
            throw new IllegalArgumentException("type is not Bearer, the only supported token type.");
        }
        if (scope != null && !VISIBLE_OR_BLANK.matcher(scope).matches()) {
            throw new IllegalArgumentException(
                    "scope contains characters that are not allowed in a scope; expected printable ASCII characters.");
        }
    }

    /** Returns the token: a secret. */
    public String value() {
        return value;
    }

    /** Returns {@code Bearer}, in upper or lower case as the provider sent it. */
    public String type() {
        return type;
    }

    /** Returns the granted scopes, separated by spaces; they may be fewer than requested. */
    public Optional<String> scope() {
        return Optional.ofNullable(scope);
    }

    /** Returns when the token request was started. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** Returns when the token expires. Its lifetime is counted from the start of the token request. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Returns the value of an {@code Authorization} header (RFC 6750 section 2.1): a secret. */
    public String authorizationHeader() {
        return "Bearer " + value;
    }

    /** Returns everything but the token. */
    @Override
    public String toString() {
        return "AccessToken[" + type + ", scope=" + scope + ", expires " + expiresAt + "]";
    }
}
