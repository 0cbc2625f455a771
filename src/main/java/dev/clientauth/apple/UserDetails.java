// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.Optional;

/**
 * The user's details, which Apple sends only once, in the {@code user} parameter of the first authorization. Store them
 * at once, because no later sign-in repeats the name.
 *
 * <p>They pass through the browser unsigned: use {@link IdentityToken#email()} as the email address instead.
 *
 * @param firstName {@code name.firstName}
 * @param lastName {@code name.lastName}
 * @param email {@code email}
 */
public record UserDetails(Optional<String> firstName, Optional<String> lastName, Optional<String> email) {
    public UserDetails {
        Arguments.required(firstName, "firstName");
        Arguments.required(lastName, "lastName");
        Arguments.required(email, "email");
    }

    /** Returns no values, because these are personal data. */
    @Override
    public String toString() {
        return "UserDetails[not shown]";
    }
}
