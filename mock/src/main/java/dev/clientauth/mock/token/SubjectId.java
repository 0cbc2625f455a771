// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Creates subject identifiers in Apple's format: six digits, 32 hexadecimal digits, four digits. */
public final class SubjectId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SubjectId() {}

    /** Returns a random identifier. */
    public static String random() {
        return "%06d.%032x.%04d"
                .formatted(RANDOM.nextInt(1_000_000), new BigInteger(128, RANDOM), RANDOM.nextInt(10_000));
    }
}
