package dev.clientauth.apple;

/**
 * A token that is said to be Apple's is not to be believed.
 *
 * <p>Neither the token nor a secret is in it: where a nonce or a hash disagrees, {@link #found()} and {@link #expected()} say
 * so without the values.
 */
public final class IdentityRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Check check;
    private final String found;
    private final String expected;

    IdentityRejectedException(Check check, String found, String expected, String remedy) {
        super("The token was rejected by the check " + check + ": found " + found + ", expected " + expected + ". "
                + remedy);
        this.check = check;
        this.found = found;
        this.expected = expected;
    }

    /** The check that failed first. */
    public Check check() {
        return check;
    }

    /** What the token has. */
    public String found() {
        return found;
    }

    /** What it should have. */
    public String expected() {
        return expected;
    }

    /** What is checked of a token that Apple is said to have signed (Apple, "Verifying a user"). */
    public enum Check {
        /** No longer than 16 KiB. */
        SIZE,
        /** Three parts of base64url; header and payload are JSON objects of modest depth that name no member twice. */
        FORM,
        /** {@code alg} is RS256 and nothing else. */
        ALGORITHM,
        /** The header brings no key of its own and demands no extension. */
        HEADER,
        /** {@code kid} names one of Apple's keys. */
        KEY,
        /** The signature is by that key. */
        SIGNATURE,
        /** {@code iss} is Apple. */
        ISSUER,
        /** {@code aud} is one of the client's ids. */
        AUDIENCE,
        /** {@code exp} is in the future. */
        EXPIRY,
        /** {@code iat} is not in the future. */
        ISSUED_AT,
        /** {@code nbf}, where present, is not in the future. */
        NOT_BEFORE,
        /** It is a token of the kind that is expected: an identity token has no {@code events}, an account event has. */
        KIND,
        /** {@code sub} is there, and the one that is expected. */
        SUBJECT,
        /** {@code nonce} is the one of the request. */
        NONCE,
        /** {@code c_hash} belongs to the authorization code (OpenID Connect Core section 3.3.2.11). */
        CODE_HASH,
        /** {@code at_hash} belongs to the access token (OpenID Connect Core section 3.1.3.6). */
        ACCESS_TOKEN_HASH
    }
}
