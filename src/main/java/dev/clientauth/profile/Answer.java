package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

/**
 * What the token endpoint answered to an {@link Attempt}.
 *
 * @param status the HTTP status
 * @param error the {@code error} member (RFC 6749 section 5.2), such as {@code invalid_client}
 * @param description the {@code error_description} member
 */
public record Answer(
        int status, @Nullable String error, @Nullable String description) {}
