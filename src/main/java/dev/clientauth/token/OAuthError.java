// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;

import java.util.Optional;

/**
 * An error that the token endpoint returned (RFC 6749 section 5.2).
 *
 * @param code the {@code error}, such as {@code invalid_client}
 * @param description the {@code error_description}; Apple usually omits it, Epic sends null
 * @param uri the {@code error_uri}
 */
public record OAuthError(String code, Optional<String> description, Optional<String> uri) {
    public OAuthError {
        Arguments.notBlank(code, "code");
        Arguments.required(description, "description");
        Arguments.required(uri, "uri");
    }

    /** Client authentication failed, for any reason. */
    public static final String INVALID_CLIENT = "invalid_client";

    /** The code, refresh token or assertion is invalid, expired or already used. */
    public static final String INVALID_GRANT = "invalid_grant";

    /** The request is malformed. */
    public static final String INVALID_REQUEST = "invalid_request";

    /** The client may not use this grant. */
    public static final String UNAUTHORIZED_CLIENT = "unauthorized_client";

    /** The endpoint does not support this grant. */
    public static final String UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type";

    /** The scope is unknown, malformed or not granted. */
    public static final String INVALID_SCOPE = "invalid_scope";

    @Override
    public String toString() {
        return description.map(text -> code + " (" + text + ")").orElse(code);
    }
}
