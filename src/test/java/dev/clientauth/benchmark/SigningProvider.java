// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.security.Provider;
import java.util.concurrent.TimeUnit;

/** Signs with the JDK's provider, and with the one chosen by {@link SigningKey#withProvider}, by default Bouncy Castle's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class SigningProvider {
    /** The class of the provider to compare with; Amazon Corretto's has to be put on the class path. */
    private static final String PROVIDER = System.getProperty(
            "dev.clientauth.benchmark.provider", "org.bouncycastle.jce.provider.BouncyCastleProvider");

    private final byte[] input = new byte[420];

    /** With which algorithm. */
    @Param({"ES256", "RS256"})
    public String algorithm;

    private JWSAlgorithm jws;
    private SigningKey key;
    private SigningKey throughProvider;

    /** Makes a key. */
    @Setup
    public void prepare() throws ReflectiveOperationException {
        jws = JWSAlgorithm.parse(algorithm);
        key = SigningKey.generate(jws);
        throughProvider = key.withProvider(Class.forName(PROVIDER)
                .asSubclass(Provider.class)
                .getConstructor()
                .newInstance());
    }

    /** With the JDK's provider. */
    @Benchmark
    @Fork(2)
    public byte[] jdk() {
        return key.sign(jws, input);
    }

    /** With the chosen provider. */
    @Benchmark
    @Fork(2)
    public byte[] chosen() {
        return throughProvider.sign(jws, input);
    }
}
