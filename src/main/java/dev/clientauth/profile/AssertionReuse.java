// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

/** How often a provider accepts the same assertion. */
public enum AssertionReuse {
    /** Each request needs a new assertion with a new {@code jti}. */
    ONCE,
    /** An assertion can be used for any number of requests until its {@code exp}. */
    UNTIL_EXPIRY
}
