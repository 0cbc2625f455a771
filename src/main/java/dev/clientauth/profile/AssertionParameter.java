// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

/** The form parameter in which a provider expects the signed JWT. */
public enum AssertionParameter {
    /** {@code client_assertion}, with {@code client_assertion_type} (RFC 7523 section 2.2). */
    CLIENT_ASSERTION("client_assertion"),
    /** {@code client_secret}, for Sign in with Apple. */
    CLIENT_SECRET("client_secret"),
    /** {@code assertion}: the JWT is the grant itself (RFC 7523 section 2.1). */
    ASSERTION("assertion");

    private final String parameter;

    AssertionParameter(String parameter) {
        this.parameter = parameter;
    }

    /** Returns the name of the form parameter. */
    public String parameter() {
        return parameter;
    }
}
