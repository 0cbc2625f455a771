package dev.clientauth.profile;

import java.util.Locale;

/** Where a provider gets the public key of a client from. */
public enum KeyOrigin {
    /** From the client's JWK Set URL. */
    JWK_SET_URL,
    /** From the client or its customer, who uploaded the key or loaded it from a file. */
    STATIC;

    /** Returns the name in lower case, with hyphens. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
