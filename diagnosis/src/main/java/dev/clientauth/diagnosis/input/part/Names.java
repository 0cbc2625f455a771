// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import java.util.Set;

/** The names that occur in requests. Any other name may be part of a secret, and is not shown. */
public final class Names {
    /** The form parameters of token requests. */
    public static final Set<String> PARAMETERS = Set.of(
            "grant_type",
            "client_id",
            "client_assertion",
            "client_assertion_type",
            "client_secret",
            "scope",
            "code",
            "redirect_uri",
            "refresh_token",
            "code_verifier",
            "assertion",
            "token",
            "token_type_hint",
            "username",
            "password",
            "audience",
            "resource",
            "target");

    /** Those that contain a signed JWT. */
    public static final Set<String> ASSERTIONS =
            Set.of("client_assertion", "client_secret", "assertion", "client-assertion", "clientAssertion");

    /** The members of a JOSE header. */
    static final Set<String> HEADER = Set.of("alg", "kid", "typ", "jku", "x5t", "x5t#S256", "x5c", "cty", "crit");

    /** The claims of a client assertion. */
    public static final Set<String> CLAIMS = Set.of("iss", "sub", "aud", "iat", "exp", "nbf", "jti");

    private static final Set<String> STRONG = Set.of(
            "grant_type",
            "client_assertion",
            "client_assertion_type",
            "client_secret",
            "client-assertion",
            "clientAssertion",
            "code_verifier");

    private Names() {}

    /** Returns whether only requests to a token endpoint have a parameter with this name. */
    public static boolean isStrong(String name) {
        return STRONG.contains(name);
    }

    /** Returns "The value of client_id", for a known name. */
    public static String valueOf(String name) {
        boolean isKnown = PARAMETERS.contains(name) || HEADER.contains(name) || CLAIMS.contains(name);
        return "The value of " + (isKnown ? name : "a parameter");
    }
}
