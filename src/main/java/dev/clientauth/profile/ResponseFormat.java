// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.time.Duration;

/**
 * The format of a provider's responses, which clients read and mocks write.
 *
 * @param tokenLife the lifetime of its access tokens
 * @param tokenType the {@code token_type}, in the provider's spelling
 * @param statesScope whether a response contains the granted {@code scope}
 * @param nullDescription whether an error has {@code "error_description": null} instead of none
 * @param expiresInAsString whether {@code expires_in} is a JSON string instead of a number
 */
public record ResponseFormat(
        Duration tokenLife, String tokenType, boolean statesScope, boolean nullDescription, boolean expiresInAsString) {
    /** One hour, {@code Bearer}, with the scope, and without {@code "error_description": null}. */
    public static final ResponseFormat STANDARD = new ResponseFormat(Duration.ofHours(1), "Bearer", true, false);

    /** Rejects null, a negative lifetime and a blank type. */
    public ResponseFormat {
        Arguments.notNegative(tokenLife, "tokenLife");
        Arguments.notBlank(tokenType, "tokenType");
    }

    /** Creates a format with {@code expires_in} as a number. */
    public ResponseFormat(Duration tokenLife, String tokenType, boolean statesScope, boolean nullDescription) {
        this(tokenLife, tokenType, statesScope, nullDescription, false);
    }

    /** Returns the same format with another lifetime of the access tokens. */
    public ResponseFormat withTokenLife(Duration life) {
        Arguments.notNegative(life, "life");
        return new ResponseFormat(life, tokenType, statesScope, nullDescription, expiresInAsString);
    }
}
