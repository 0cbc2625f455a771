// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.transport.HttpTransport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Apple's JWK Set, as it is cached, under jcstress. The third result is the number of requests. */
public final class AppleKeysStress {
    private AppleKeysStress() {}

    /** A new cache. Apple publishes a second key after the first request. */
    abstract static class Cache {
        private static final JWK FIRST = key("first");
        private static final JWK SECOND = key("second");
        private static final byte[] BEFORE = set(FIRST);
        private static final byte[] AFTER = set(FIRST, SECOND);
        private final AtomicInteger requests = new AtomicInteger();
        private final HttpTransport apple = request -> new HttpTransport.Response(
                200,
                Map.of("Content-Type", List.of("application/json")),
                requests.incrementAndGet() == 1 ? BEFORE : AFTER);
        private final AppleKeys keys =
                AppleKeys.at(AppleEndpoints.at(URI.create("https://apple.example")), apple, Clock.systemUTC());

        private static JWK key(String keyId) {
            return SigningKey.generate(JWSAlgorithm.RS256).withKeyId(keyId).publicJwk();
        }

        private static byte[] set(JWK... keys) {
            return new JWKSet(List.of(keys)).toString().getBytes(UTF_8);
        }

        final void load() {
            keys.load();
        }

        final boolean finds(String keyId) {
            return keys.find(keyId).isPresent();
        }

        final int requests() {
            return requests.get();
        }
    }

    /** Two tokens need the first keys. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, 1", expect = Expect.ACCEPTABLE, desc = "Both found the key with one request.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A key was not found, or fetched twice.")
    public static class FirstKeys extends Cache {
        @Actor
        public void one(ZZI_Result r) {
            r.r1 = finds("first");
        }

        @Actor
        public void other(ZZI_Result r) {
            r.r2 = finds("first");
        }

        @Arbiter
        public void after(ZZI_Result r) {
            r.r3 = requests();
        }
    }

    /** A token with a new key is verified beside one with the known key. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, 2", expect = Expect.ACCEPTABLE, desc = "The new key was fetched, the other was known.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A key was not found, or there were more requests.")
    public static class NewKey extends Cache {
        public NewKey() {
            load();
        }

        @Actor
        public void one(ZZI_Result r) {
            r.r1 = finds("first");
        }

        @Actor
        public void other(ZZI_Result r) {
            r.r2 = finds("second");
        }

        @Arbiter
        public void after(ZZI_Result r) {
            r.r3 = requests();
        }
    }

    /** Two tokens with a new key. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, 2", expect = Expect.ACCEPTABLE, desc = "Both found the new key with one request.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A key was not found, or fetched twice.")
    public static class NewKeyTwice extends Cache {
        public NewKeyTwice() {
            load();
        }

        @Actor
        public void one(ZZI_Result r) {
            r.r1 = finds("second");
        }

        @Actor
        public void other(ZZI_Result r) {
            r.r2 = finds("second");
        }

        @Arbiter
        public void after(ZZI_Result r) {
            r.r3 = requests();
        }
    }
}
