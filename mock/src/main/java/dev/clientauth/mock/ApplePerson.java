// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import java.util.Optional;

/**
 * A person with an Apple Account.
 *
 * @param givenName the first name
 * @param familyName the last name
 * @param email the person's own address; empty for some Work &amp; School accounts
 * @param hidesEmail whether clients receive an address of the private relay instead
 * @param organization the {@code org_id} of a managed account
 * @param realUserStatus Apple's estimate; sent only at the first sign-in of a native app
 */
public record ApplePerson(
        String givenName,
        String familyName,
        Optional<String> email,
        boolean hidesEmail,
        Optional<String> organization,
        RealUserStatus realUserStatus) {

    /** Apple's estimate whether a user is a real person; sent as 0, 1 or 2. */
    public enum RealUserStatus {
        /** The platform does not support the estimate. */
        UNSUPPORTED(0),
        /** Apple does not know. */
        UNKNOWN(1),
        /** Probably a real person. */
        LIKELY_REAL(2);

        private final int code;

        RealUserStatus(int code) {
            this.code = code;
        }

        /** Returns the value that Apple sends. */
        public int code() {
            return code;
        }
    }

    /** Returns a person who shares their own address with clients. */
    public static ApplePerson of(String givenName, String familyName, String email) {
        return new ApplePerson(
                givenName, familyName, Optional.of(email), false, Optional.empty(), RealUserStatus.LIKELY_REAL);
    }

    /** Returns the same person, who chooses Hide My Email. */
    public ApplePerson hidingEmail() {
        return new ApplePerson(givenName, familyName, email, true, organization, realUserStatus);
    }

    /** Returns the same person with a Work &amp; School account of this organization, which shares no address. */
    public ApplePerson managedBy(String organizationId) {
        return new ApplePerson(
                givenName, familyName, Optional.empty(), false, Optional.of(organizationId), realUserStatus);
    }

    /** Returns the same person with this status. */
    public ApplePerson withRealUserStatus(RealUserStatus status) {
        return new ApplePerson(givenName, familyName, email, hidesEmail, organization, status);
    }

    /** Returns the given and the family name. */
    public String name() {
        return (givenName + " " + familyName).strip();
    }
}
