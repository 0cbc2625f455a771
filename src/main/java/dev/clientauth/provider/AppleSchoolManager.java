// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;

/**
 * Apple School Manager: {@code SCHOOLAPI.…} clients, scope {@code school.api}, ES256.
 *
 * <p>Registration needs the client id and the Key ID from the API account's page; there is no Team ID. The API itself is
 * at {@code https://api-school.apple.com/v1/}.
 */
public final class AppleSchoolManager {
    private static final Profile PROFILE =
            AppleManager.profile("apple-school-manager", "Apple School Manager", "SCHOOLAPI", "school.api");

    private AppleSchoolManager() {}

    /** Returns the profile of Apple School Manager. */
    public static Profile profile() {
        return PROFILE;
    }
}
