// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

/**
 * The credential that a native app receives when a person signs in, as in {@code ASAuthorizationAppleIDCredential}.
 *
 * @param authorizationCode the code for the app's server, valid once, for five minutes, and without a redirect URI
 * @param identityToken the signed identity token
 * @param user the subject
 */
public record AppleCredential(String authorizationCode, String identityToken, String user) {

    /** Returns the subject only. */
    @Override
    public String toString() {
        return "AppleCredential[" + user + "]";
    }
}
