// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.token.Grant;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
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

import java.io.IOException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * One token request over loopback, from the grant to the token, compared with the POST and the signature that it contains.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(3)
public class WholeRequest {
    private final OkHttpClient http = new OkHttpClient();
    private BenchmarkServer server;
    private KeyPair pair;
    private byte[] signingInput;
    private byte[] form;
    private ClientAuthenticator authenticator;

    /** Builds the form of one request without the library. */
    @Setup
    public void prepare() throws Exception {
        server = new BenchmarkServer(Duration.ofHours(1), Duration.ZERO);
        pair = Subjects.keyPair(JWSAlgorithm.ES256);
        authenticator = Subjects.authenticator(server.uri(), JWSAlgorithm.ES256, pair);
        String jwt = authenticator.assertion().value();
        signingInput = jwt.substring(0, jwt.lastIndexOf('.')).getBytes(US_ASCII);
        form = ("grant_type=client_credentials&client_assertion_type="
                        + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" + jwt)
                .getBytes(US_ASCII);
    }

    /** Ends the server. */
    @TearDown
    public void close() throws IOException {
        server.close();
    }

    /** The signature alone. */
    @Benchmark
    public byte[] bareSignature() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signingInput);
        return signature.sign();
    }

    /** The POST alone, with a prepared body. */
    @Benchmark
    public byte[] barePost() throws IOException {
        Request request = new Request.Builder()
                .url(server.uri().toString())
                .header("Accept", "application/json")
                .post(RequestBody.create(form, MediaType.get("application/x-www-form-urlencoded")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            return response.body().bytes();
        }
    }

    /** Both, one after the other, as in a request: the connection is idle while the signature is created. */
    @Benchmark
    public byte[] bareSignatureAndPost() throws Exception {
        byte[] signature = bareSignature();
        return signature.length == 0 ? signature : barePost();
    }

    /** All of it. */
    @Benchmark
    public Object clientauth() {
        return authenticator.request(Grant.clientCredentials());
    }
}
