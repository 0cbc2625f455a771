// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;

/**
 * Apple Business, called Apple Business Manager before April 2026: {@code BUSINESSAPI.…} clients, scope {@code
 * business.api}, ES256.
 *
 * <p>It differs from {@link AppleSchoolManager} in the client id, the scope and the API, which is at {@code
 * https://api-business.apple.com/v1/}.
 */
public final class AppleBusiness {
    private static final Profile PROFILE =
            AppleManager.profile("apple-business", "Apple Business", "BUSINESSAPI", "business.api");

    private AppleBusiness() {}

    /** Returns the profile of Apple Business. */
    public static Profile profile() {
        return PROFILE;
    }
}
