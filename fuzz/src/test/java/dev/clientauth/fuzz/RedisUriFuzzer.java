// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.redis.RedisBridge;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Parses a Redis URI, no part of which is displayed. The secret is its password, or stands anywhere else. */
public final class RedisUriFuzzer {
    private RedisUriFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String uri = new String(input, UTF_8).replace(Probe.PLACE, Probe.SECRET);
        Probe.of(input, IllegalArgumentException.class).run(() -> {
            RedisBridge.parseUri(uri);
            return "";
        });
    }
}
