// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import org.jspecify.annotations.Nullable;

/** Thrown if a server's metadata could not be fetched or was rejected. Nothing was signed. */
public final class DiscoveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isRetryable;

    DiscoveryException(String message, boolean isRetryable, @Nullable Throwable cause) {
        super(message, cause);
        this.isRetryable = isRetryable;
    }

    static DiscoveryException refused(String message) {
        return new DiscoveryException(message, false, null);
    }

    /** Returns whether the same request may succeed later: if the server could not be reached or was overloaded. */
    public boolean isRetryable() {
        return isRetryable;
    }
}
