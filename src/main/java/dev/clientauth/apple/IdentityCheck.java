package dev.clientauth.apple;

/** What is checked of a token that Apple is said to have signed (Apple, "Verifying a user"). */
public enum IdentityCheck {
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
