// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.redis.RedisBridge;

import java.time.Duration;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads an entry that someone without the key wrote into Redis. The secret is its last part. */
public final class RedisEntryFuzzer {
    private RedisEntryFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = new String(input, UTF_8);
        String entry = text.endsWith(".") ? text + Probe.SECRET : text;
        Probe.of(input).run(() -> RedisBridge.read(entry, Duration.ofMinutes(1)));
    }
}
