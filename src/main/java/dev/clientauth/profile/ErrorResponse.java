// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * The error response of a token endpoint.
 *
 * @param status the HTTP status
 * @param error the {@code error} member (RFC 6749 section 5.2), such as {@code invalid_client}
 * @param description the {@code error_description} member
 */
public record ErrorResponse(
        int status, @Nullable String error, @Nullable String description) {
    /** Rejects a negative status. */
    public ErrorResponse {
        Arguments.notNegative(status, "status");
    }

    /** Returns whether the description contains one of these phrases, which are in lower case. */
    boolean contains(List<String> phrases) {
        return description != null && phrases.stream().anyMatch(description.toLowerCase(Locale.ROOT)::contains);
    }
}
