// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Citation;

/** Pages on Sign in with Apple that more than one of its endpoints rests on. */
public final class ApplePages {
    public static final Citation SECRET = Sources.documented(
            "Apple, Creating a client secret",
            "https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret");
    public static final Citation TOKEN = Sources.documented(
            "Apple, Token validation",
            "https://developer.apple.com/documentation/signinwithapplerestapi/generate_and_validate_tokens");
    public static final Citation REVOKE = Sources.documented(
            "Apple, Token revocation",
            "https://developer.apple.com/documentation/signinwithapplerestapi/revoke_tokens");
    public static final Citation TN3107 = Sources.documented(
            "Apple, TN3107: Resolving Sign in with Apple response errors",
            "https://developer.apple.com/documentation/technotes/tn3107-resolving-sign-in-with-apple-response-errors");
    public static final Citation TN3159 = Sources.documented(
            "Apple, TN3159: Migrating Sign in with Apple users for an app transfer",
            "https://developer.apple.com/documentation/technotes/tn3159-migrating-sign-in-with-apple-users-for-an-app-transfer");
    public static final Citation AUTHORIZE = Sources.documented(
            "Apple, Request an authorization to the Sign in with Apple server",
            "https://developer.apple.com/documentation/signinwithapplerestapi/request_an_authorization_to_the_sign_in_with_apple_server.");
    public static final Citation FORUM = Sources.observed(
            "Apple Developer Forums, Sign in with Apple", "https://developer.apple.com/forums/tags/sign-in-with-apple");

    private ApplePages() {}

    /** A thread that was read on the day of the second reading. */
    public static Citation threadReadAgain(int number) {
        return Sources.observedAgain(
                "Apple Developer Forums " + number, "https://developer.apple.com/forums/thread/" + number);
    }

    public static Citation thread(int number) {
        return Sources.observed(
                "Apple Developer Forums " + number, "https://developer.apple.com/forums/thread/" + number);
    }
}
