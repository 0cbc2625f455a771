// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.jspecify.annotations.Nullable;

/** Thrown if a client cannot be created from its properties. Contains no value of a secret property. */
public final class ClientAuthConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String problem;
    private final String action;

    ClientAuthConfigurationException(String property, String problem, String action, @Nullable Throwable cause) {
        super(property + ": " + problem + " " + action, cause);
        this.property = property;
        this.problem = problem;
        this.action = action;
    }

    /** Returns the name of the property, or its prefix if more than one may be the cause. */
    public String property() {
        return property;
    }

    /** Returns what is wrong. */
    public String problem() {
        return problem;
    }

    /** Returns how to fix it. */
    public String action() {
        return action;
    }
}
