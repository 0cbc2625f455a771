package dev.clientauth.apple;

import dev.clientauth.token.OAuthError;

import java.util.Locale;

/**
 * What Apple means by a refusal (Apple, "ErrorResponse" and TN3107), and what to do. The {@code error_description}s are not
 * documented; they are matched loosely.
 */
public enum RefusalReason {
    /** {@code client_id mismatch. The code was not issued to …} */
    CLIENT_ID_MISMATCH(
            "client_id mismatch",
            "The code or token was issued to another client id of yours than the one that presented it.",
            "Use the bundle id for codes from a native app and the Services ID for codes from the web. For an app that is"
                    + " in neither App Store Connect nor TestFlight yet, Apple is seen to say this too."),
    /** {@code redirect_uri mismatch. The code was not issued to …} */
    REDIRECT_URI_MISMATCH(
            "redirect_uri mismatch",
            "The redirect URI is not the one of the authorization request, letter by letter.",
            "Exchange a web code with the very PendingSignIn of its request, and a native code without a redirect URI."),
    /** {@code The code has already been used.} */
    CODE_ALREADY_USED(
            "already been used",
            "The code was exchanged before: a double callback or a retry is enough.",
            "Exchange each code once. If no sign-in came of it, let the person sign in again."),
    /** {@code The code has expired or has been revoked.} */
    EXPIRED_OR_REVOKED(
            "has expired or has been revoked",
            "The code is older than five minutes, or the code or token was revoked.",
            "Let the person sign in again."),
    /** {@code invalid_grant} without a description that is known. */
    GRANT_INVALID(
            "",
            "The code or refresh token is expired, used up, revoked, or issued to another client.",
            "Let the person sign in again; if that does not help, compare the client id with where the code came from."),
    /** {@code invalid_client}. */
    CLIENT_REFUSED(
            "",
            "Apple did not accept the client: its id, its key, the team, or the redirect URI.",
            "See the diagnosis of what was sent, and whether the key is enabled for Sign in with Apple for this app. After"
                    + " an app's transfer the key must be of the team that has the app now."),
    /** {@code invalid_request}. */
    REQUEST_REFUSED(
            "",
            "Apple found the request malformed, or the person has withdrawn their consent, which shows in the same way."
                    + " It is also seen now and then without a reason.",
            "Let the person sign in again; if it happens to everybody, see the diagnosis of what was sent."),
    /** {@code unauthorized_client}. */
    CLIENT_UNAUTHORIZED(
            "",
            "The client may not use this grant, or the redirect URI is not registered with the Services ID.",
            "Enable Sign in with Apple for the App ID or Services ID, and register the return URL there."),
    /** {@code unsupported_grant_type}. */
    GRANT_UNSUPPORTED(
            "",
            "The client may not use this grant. Apple is seen to say this of any request whose body is no form, too.",
            "See whether an interceptor of the HTTP client changes the body or its Content-Type."),
    /** {@code invalid_scope}. */
    SCOPE_INVALID(
            "", "Apple does not know the scope.", "Ask for name and email only; for a migration, user.migration."),
    /** Anything else. */
    OTHER("", "Apple gave a reason that is not documented.", "See the error.");

    private final String inDescription;
    private final String statement;
    private final String remedy;

    RefusalReason(String inDescription, String statement, String remedy) {
        this.inDescription = inDescription;
        this.statement = statement;
        this.remedy = remedy;
    }

    /** What is the case. */
    public String statement() {
        return statement;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }

    /** What an error of Apple's means. */
    public static RefusalReason of(OAuthError error) {
        String description = error.description().orElse("").toLowerCase(Locale.ROOT);
        for (RefusalReason reason : values()) {
            if (!reason.inDescription.isEmpty() && description.contains(reason.inDescription)) {
                return reason;
            }
        }
        return switch (error.code()) {
            case OAuthError.INVALID_GRANT -> GRANT_INVALID;
            case OAuthError.INVALID_CLIENT -> CLIENT_REFUSED;
            case OAuthError.INVALID_REQUEST -> REQUEST_REFUSED;
            case OAuthError.UNAUTHORIZED_CLIENT -> CLIENT_UNAUTHORIZED;
            case OAuthError.UNSUPPORTED_GRANT_TYPE -> GRANT_UNSUPPORTED;
            case OAuthError.INVALID_SCOPE -> SCOPE_INVALID;
            default -> OTHER;
        };
    }
}
