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

import java.util.concurrent.TimeUnit;

/** Signs with the JDK's provider, and with the fastest one of those on the class path, which the library finds by itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class SigningProvider {
    static final String JDK_ONLY = "-Ddev.clientauth.fasterProvider=false";

    private final byte[] input = new byte[420];

    /** With which algorithm. */
    @Param({"ES256", "RS256"})
    public String algorithm;

    private JWSAlgorithm jws;
    private SigningKey key;

    /** Makes a key. */
    @Setup
    public void prepare() {
        jws = JWSAlgorithm.parse(algorithm);
        key = SigningKey.generate(jws);
    }

    /** The search for another provider switched off. */
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = JDK_ONLY)
    public byte[] jdk() {
        return key.sign(jws, input);
    }

    /** As it comes. */
    @Benchmark
    @Fork(2)
    public byte[] fastest() {
        return key.sign(jws, input);
    }
}
