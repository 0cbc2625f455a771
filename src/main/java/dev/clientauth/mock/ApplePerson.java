package dev.clientauth.mock;

import java.util.Optional;

/**
 * Somebody with an Apple Account.
 *
 * @param givenName the first name
 * @param familyName the last name
 * @param email their own address; none for some Work &amp; School accounts
 * @param hidesEmail whether clients get an address of the private relay instead
 * @param organization the {@code org_id} of a managed account
 * @param realUserStatus what Apple holds of them; clients hear of it at the first sign-in of a native app only
 */
public record ApplePerson(
        String givenName,
        String familyName,
        Optional<String> email,
        boolean hidesEmail,
        Optional<String> organization,
        RealUserStatus realUserStatus) {

    /** Whether Apple takes somebody for a real person; on the wire 0, 1 or 2. */
    public enum RealUserStatus {
        /** The platform cannot say. */
        UNSUPPORTED(0),
        /** Apple cannot say. */
        UNKNOWN(1),
        /** Probably a real person. */
        LIKELY_REAL(2);

        private final int code;

        RealUserStatus(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /** A person who shows clients their own address. */
    public static ApplePerson of(String givenName, String familyName, String email) {
        return new ApplePerson(
                givenName, familyName, Optional.of(email), false, Optional.empty(), RealUserStatus.LIKELY_REAL);
    }

    /** The same person, choosing Hide My Email. */
    public ApplePerson hidingEmail() {
        return new ApplePerson(givenName, familyName, email, true, organization, realUserStatus);
    }

    /** The same person with a Work &amp; School account of this organization, which shows no address. */
    public ApplePerson managedBy(String organizationId) {
        return new ApplePerson(
                givenName, familyName, Optional.empty(), false, Optional.of(organizationId), realUserStatus);
    }

    /** The same person with this status. */
    public ApplePerson withRealUserStatus(RealUserStatus status) {
        return new ApplePerson(givenName, familyName, email, hidesEmail, organization, status);
    }

    /** Given and family name. */
    public String name() {
        return (givenName + " " + familyName).strip();
    }
}
