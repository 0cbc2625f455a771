// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.apple.IdentityRejectedException;

/** Signs a payload with Apple's key, and verifies it both as an identity token and as a notification. */
public final class SignedByAppleFuzzer {
    private SignedByAppleFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String jws = AppleFixture.signed(input);
        Probe.of(input, IdentityRejectedException.class)
                .run(() -> AppleFixture.IDENTITY.verify(jws, AppleFixture.EXPECTATION));
        Probe.of(input, IdentityRejectedException.class)
                .run(() -> AppleFixture.EVENTS.verify("{\"payload\":\"" + jws + "\"}"));
    }
}
