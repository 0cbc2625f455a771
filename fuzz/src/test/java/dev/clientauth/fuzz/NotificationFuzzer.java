// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.apple.IdentityRejectedException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses a notification that Apple did not sign. The secret is the signature. */
public final class NotificationFuzzer {
    private NotificationFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String body = new String(input, UTF_8).replace("." + Probe.PLACE, "." + Probe.SECRET);
        Probe.of(input, IdentityRejectedException.class).run(() -> AppleFixture.EVENTS.verify(body));
    }
}
