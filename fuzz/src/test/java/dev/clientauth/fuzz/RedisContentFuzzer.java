// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.redis.RedisBridge;

import java.time.Duration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Encrypts the content of an entry, as another version of the library could, and reads it. The secret is its token. */
public final class RedisContentFuzzer {
    private RedisContentFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String content =
                new String(input, ISO_8859_1).replace("\"value\":\"" + Probe.PLACE, "\"value\":\"" + Probe.SECRET);
        String entry = RedisBridge.entry(content.getBytes(ISO_8859_1));
        Probe.of(input).run(() -> RedisBridge.read(entry, Duration.ofMinutes(1)));
    }
}
