// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Reads a token that needs no refresh: the cost for each API call. Run it with {@code -prof gc}, and with {@code -t 1} and
 * 2.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 12, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(5)
public class TokenRead {
    private static final Duration LIFE = Duration.ofHours(10);

    private volatile Object held = new Object();
    private BenchmarkServer server;
    private ClientAuthenticator authenticator;
    private Callable<Object> google;
    private Callable<Object> spring;
    private Callable<Object> msal;

    /** Fetches all tokens. */
    @Setup
    public void prepare() throws Exception {
        server = new BenchmarkServer(LIFE, Duration.ZERO);
        authenticator = Subjects.authenticator(server.uri(), JWSAlgorithm.ES256, Subjects.keyPair(JWSAlgorithm.ES256));
        google = Subjects.google(server.uri());
        spring = Subjects.spring(LIFE, () -> {});
        msal = Subjects.msal(LIFE, () -> {});
    }

    /** Ends the server. */
    @TearDown
    public void close() throws Exception {
        server.close();
    }

    /** The minimum cost of a read with an expiry: one volatile read and one reading of a clock. */
    @Benchmark
    public Object floor() {
        Object current = held;
        return System.nanoTime() == 0 ? null : current;
    }

    /** This library. */
    @Benchmark
    public Object clientauth() {
        return authenticator.accessToken();
    }

    /** google-auth-library: the headers for a request. */
    @Benchmark
    public Object google() throws Exception {
        return google.call();
    }

    /** Spring Security's client. */
    @Benchmark
    public Object spring() throws Exception {
        return spring.call();
    }

    /** MSAL4J. */
    @Benchmark
    public Object msal() throws Exception {
        return msal.call();
    }
}
