package dev.clientauth.apple;

/** How Apple hands the answer back (Apple, "Request an authorization to the Sign in with Apple server"). */
public enum ResponseMode {
    /** In the redirect URI's query. The session's cookie may stay {@code SameSite=Lax}. Not with scopes. */
    QUERY("query"),
    /** In the redirect URI's fragment, which only a script in the page sees. Not with scopes. */
    FRAGMENT("fragment"),
    /** As a form that the browser posts from Apple's site; the session's cookie needs {@code SameSite=None; Secure}. */
    FORM_POST("form_post");

    private final String wire;

    ResponseMode(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }
}
