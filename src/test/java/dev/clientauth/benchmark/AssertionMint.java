// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.clientauth.ClientAuthenticator;
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

import java.net.URI;
import java.security.KeyPair;
import java.security.Signature;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Creates an assertion for a provider that accepts each only once: drafts, checks, encodes and signs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(3)
public class AssertionMint {
    private static final URI ENDPOINT = URI.create("https://fhir.example.org/oauth2/token");

    /** With which algorithm. */
    @Param({"ES256", "RS256", "RS384"})
    public String algorithm;

    private KeyPair pair;
    private JWSAlgorithm jws;
    private String jca;
    private byte[] signingInput;
    private ClientAuthenticator authenticator;

    /** Creates a key and one assertion, to determine how many bytes are signed. */
    @Setup
    public void prepare() throws Exception {
        jws = JWSAlgorithm.parse(algorithm);
        jca = "SHA" + algorithm.substring(2) + "with" + (algorithm.startsWith("ES") ? "ECDSA" : "RSA");
        pair = Subjects.keyPair(jws);
        authenticator = Subjects.authenticator(ENDPOINT, jws, pair);
        String jwt = authenticator.assertion().value();
        signingInput = jwt.substring(0, jwt.lastIndexOf('.')).getBytes(US_ASCII);
    }

    /** The signature alone, by the JDK. */
    @Benchmark
    public byte[] bareSignature() throws Exception {
        Signature signature = Signature.getInstance(jca);
        signature.initSign(pair.getPrivate());
        signature.update(signingInput);
        return signature.sign();
    }

    /** This library. */
    @Benchmark
    public String clientauth() {
        return authenticator.assertion().value();
    }

    /** Nimbus's OAuth SDK. */
    @Benchmark
    public String nimbus() throws Exception {
        return new PrivateKeyJWT(
                        new ClientID("benchmark-client"), ENDPOINT, jws, pair.getPrivate(), "benchmark-key", null)
                .getClientAssertion()
                .serialize();
    }
}
