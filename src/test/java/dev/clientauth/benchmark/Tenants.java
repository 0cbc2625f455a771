// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.Epic;
import okhttp3.OkHttpClient;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten thousand authenticators in one JVM, each for another customer's Epic, with one key and one HTTP client: the time to
 * create them, in a fresh JVM and again, and the memory and threads that they use before and after each has a token.
 */
public final class Tenants {
    private static final int TENANTS = 10_000;

    private Tenants() {}

    /** Prints what was measured. */
    public static void main(String[] arguments) throws Exception {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES384);
        OkHttpClient http = new OkHttpClient();
        try (BenchmarkServer server = new BenchmarkServer(Duration.ofMinutes(5), Duration.ZERO)) {
            List<ClientAuthenticator> some = make(server, key, http, "cold");
            for (int i = 0; i < 5; i++) {
                some = make(server, key, http, "warm");
            }
            some.clear();
            int threads = Thread.activeCount();
            long before = usedBytes();
            List<ClientAuthenticator> all = make(server, key, http, "kept");
            long made = usedBytes();
            print("memory of each", (made - before) / TENANTS, "bytes");
            print("threads of all", Thread.activeCount() - threads, "");
            long began = System.nanoTime();
            all.forEach(ClientAuthenticator::accessToken);
            print(
                    "a token for each",
                    Duration.ofNanos(System.nanoTime() - began).toMillis(),
                    "ms");
            print("memory of each, with token", (usedBytes() - before) / TENANTS, "bytes");
            print("tenants", all.size(), "");
        }
    }

    private static List<ClientAuthenticator> make(
            BenchmarkServer server, SigningKey key, OkHttpClient http, String label) {
        List<ClientAuthenticator> all = new ArrayList<>(TENANTS);
        long began = System.nanoTime();
        for (int i = 0; i < TENANTS; i++) {
            URI endpoint = server.uri("/customer-" + i + "/oauth2");
            all.add(ClientAuthenticator.builder(Epic.profile(endpoint))
                    .clientId("36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4")
                    .signingKey(key)
                    .scopes("system/Patient.read")
                    .httpClient(http)
                    .build());
        }
        print(
                "time to make " + TENANTS + ", " + label,
                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                "ms");
        return all;
    }

    private static void print(String what, long value, String unit) {
        System.out.printf("%-34s %8d %s%n", what, value, unit);
    }

    private static long usedBytes() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
