package dev.clientauth.mock;

/**
 * What a native app gets when somebody signs in, as {@code ASAuthorizationAppleIDCredential} has it.
 *
 * @param authorizationCode the code for the app's server, good for five minutes, once, and without a redirect URI
 * @param identityToken the identity token, signed
 * @param user the subject
 */
public record AppleCredential(String authorizationCode, String identityToken, String user) {

    /** The subject only. */
    @Override
    public String toString() {
        return "AppleCredential[" + user + "]";
    }
}
