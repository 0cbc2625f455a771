// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import java.time.Duration;
import java.time.Instant;

/** The in-memory token store under jcstress. */
public final class InMemoryTokenStoreStress {
    private InMemoryTokenStoreStress() {}

    /** Two machines take the lease. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both or none.")
    public static class Lease {
        private final InMemoryTokenStore store = new InMemoryTokenStore();

        @Actor
        public void one(ZZ_Result r) {
            r.r1 = store.tryLease("id", "one", Duration.ofSeconds(10));
        }

        @Actor
        public void other(ZZ_Result r) {
            r.r2 = store.tryLease("id", "other", Duration.ofSeconds(10));
        }
    }

    /** The rejected token is removed while a newer one is written. */
    @JCStressTest
    @State
    @Outcome(id = "newer", expect = Expect.ACCEPTABLE, desc = "The newer token is kept.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The newer token was removed.")
    public static class Removal {
        private final InMemoryTokenStore store = new InMemoryTokenStore();
        private final AccessToken older = token("older");
        private final AccessToken newer = token("newer");

        public Removal() {
            store.write("id", older);
        }

        private static AccessToken token(String value) {
            Instant now = Instant.now();
            return new AccessToken(value, "Bearer", null, now, now.plusSeconds(3600));
        }

        @Actor
        public void one() {
            store.remove("id", older);
        }

        @Actor
        public void other() {
            store.write("id", newer);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = store.read("id").map(AccessToken::value).orElse("none");
        }
    }
}
