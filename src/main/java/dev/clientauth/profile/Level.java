// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

/**
 * How binding a {@link Rule} is.
 *
 * <p>If a {@link #MUST} is broken, no assertion is signed; a broken {@link #SHOULD} is only reported.
 */
public enum Level {
    /** Required by the provider's documentation, or by every known client. */
    MUST,
    /** Recommended or customary, but the provider is not known to refuse requests that break it. */
    SHOULD
}
