// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.apple.IdentityRejectedException;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Signs a payload with Apple's key, and verifies it both as an identity token and as a notification. */
public final class SignedByAppleFuzzer {
    private SignedByAppleFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String payload = new String(input, ISO_8859_1);
        String jws = AppleFixture.signed(
                payload.contains(Probe.PLACE)
                        ? payload.replace(Probe.PLACE, Probe.SECRET).getBytes(ISO_8859_1)
                        : input);
        Probe.of(input, IdentityRejectedException.class)
                .run(() -> AppleFixture.IDENTITY.verify(jws, AppleFixture.EXPECTATION));
        Probe.of(input, IdentityRejectedException.class)
                .run(() -> AppleFixture.EVENTS.verify("{\"payload\":\"" + jws + "\"}"));
    }
}
