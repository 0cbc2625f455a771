// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A key ring under jcstress. */
public final class KeyRingStress {
    private KeyRingStress() {}

    /** A new ring in a directory of its own, with a next key. */
    abstract static class Ring {
        private static final List<SigningKey> KEYS = List.of(
                SigningKey.generate(JWSAlgorithm.ES256).withKeyId("first"),
                SigningKey.generate(JWSAlgorithm.ES256).withKeyId("second"));
        private final Path directory = directory();
        final KeyRing ring = KeyRing.directory(directory)
                .keys(() -> KEYS)
                .checkEvery(Duration.ZERO)
                .open();

        private static Path directory() {
            try {
                return Files.createTempDirectory("ring");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static boolean attempt(Runnable step) {
            try {
                step.run();
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        final boolean isCurrentPublished() {
            String keyId = ring.current().keyId().orElseThrow();
            return ring.publicKeys().find(keyId).isPresent();
        }

        final void delete() {
            ring.close();
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The next key signs and is discarded at the same time. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = Expect.ACCEPTABLE,
            desc = "One step happened.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both or none, or the current key is not published.")
    public static class Steps extends Ring {
        @Actor
        public void one(ZZZ_Result r) {
            r.r1 = attempt(ring::signWithNextKey);
        }

        @Actor
        public void other(ZZZ_Result r) {
            r.r2 = attempt(ring::discardNextKey);
        }

        @Arbiter
        public void after(ZZZ_Result r) {
            r.r3 = isCurrentPublished();
            delete();
        }
    }

    /** The keys are read while the next key becomes the current one. */
    @JCStressTest
    @State
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "The current key is published.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A key signed that was not published.")
    public static class Reading extends Ring {
        @Actor
        public void one() {
            ring.signWithNextKey();
        }

        @Actor
        public void other(ZZ_Result r) {
            r.r1 = isCurrentPublished();
        }

        @Arbiter
        public void after(ZZ_Result r) {
            r.r2 = isCurrentPublished();
            delete();
        }
    }
}
