package dev.clientauth.apple;

/**
 * What a person may be asked for (Apple, "Request an authorization to the Sign in with Apple server").
 *
 * <p>There is no {@code openid} here: Apple sends an identity token without it.
 */
public enum Scope {
    /** The name. Apple sends it once ever, beside the code of the first authorization. */
    NAME("name"),
    /** The e-mail address, or one that Apple forwards from. */
    EMAIL("email");

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }
}
