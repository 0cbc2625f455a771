// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.key.SigningKey;

import javax.crypto.Cipher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A key service on loopback that speaks the HTTP API of the real one, as far as its client needs it to sign, and signs with
 * keys of the JDK. It can simulate the failures of the real one.
 */
abstract class FakeService implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** How the next requests for a signature fail. */
    enum Fault {
        NONE,
        THROTTLED,
        DISABLED,
        DENIED,
        BROKEN,
        HANGS,
        SIGNS_WITH_ANOTHER_KEY,
        HASHES_TWICE,
        TOO_SHORT
    }

    record Response(int status, Object body) {}

    private static final Map<Integer, String> DIGEST_INFO = Map.of(
            32, "3031300d060960864801650304020105000420",
            48, "3041300d060960864801650304020205000430");
    private static final Map<JWSAlgorithm, KeyPair> KEYS = new ConcurrentHashMap<>();
    private static final Map<JWSAlgorithm, KeyPair> OTHER_KEYS = new ConcurrentHashMap<>();

    final AtomicInteger signRequests = new AtomicInteger();
    volatile Fault fault = Fault.NONE;
    /** After how many failures the service recovers. */
    volatile int failures = Integer.MAX_VALUE;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    FakeService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Opens a key through the service's own client. */
    abstract SigningKey open(JWSAlgorithm algorithm, Duration deadline) throws Exception;

    /** The algorithm of an RSA key that Epic accepts. */
    JWSAlgorithm rsa() {
        return JWSAlgorithm.RS384;
    }

    abstract Response respond(HttpExchange exchange, byte[] body) throws Exception;

    abstract Response refusal(Fault failing);

    final URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    static KeyPair key(JWSAlgorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, FakeService::generate);
    }

    private static KeyPair generate(JWSAlgorithm algorithm) {
        try {
            boolean ec = JWSAlgorithm.Family.EC.contains(algorithm);
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ec ? "EC" : "RSA");
            if (ec) {
                generator.initialize(
                        new ECGenParameterSpec(algorithm.equals(JWSAlgorithm.ES256) ? "secp256r1" : "secp384r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Response response;
            try {
                response = respond(exchange, body);
            } catch (Exception e) {
                response = new Response(400, Map.of("error", "the fake could not read this: " + e));
            }
            byte[] json = JSON.writeValueAsBytes(response.body());
            exchange.getResponseHeaders().set("Content-Type", contentType());
            exchange.sendResponseHeaders(response.status(), json.length);
            exchange.getResponseBody().write(json);
        }
    }

    String contentType() {
        return "application/json";
    }

    /** Signs a digest in DER, or simulates a failure. */
    final Response signing(JWSAlgorithm algorithm, byte[] digest, SignedResponse signed) throws Exception {
        Fault failing = signRequests.incrementAndGet() > failures ? Fault.NONE : fault;
        byte[] hashed = digest;
        KeyPair pair = key(algorithm);
        switch (failing) {
            case NONE -> {}
            case HASHES_TWICE -> hashed = MessageDigest.getInstance("SHA-" + digest.length * 8).digest(digest);
            case SIGNS_WITH_ANOTHER_KEY -> pair = OTHER_KEYS.computeIfAbsent(algorithm, FakeService::generate);
            case TOO_SHORT -> {
                return signed.with(new byte[] {1, 2, 3});
            }
            case HANGS -> {
                closed.await();
                return refusal(Fault.BROKEN);
            }
            default -> {
                return refusal(failing);
            }
        }
        return signed.with(signature(pair.getPrivate(), hashed));
    }

    interface SignedResponse {
        Response with(byte[] signature);
    }

    private byte[] signature(PrivateKey key, byte[] digest) throws GeneralSecurityException {
        if (key.getAlgorithm().equals("EC")) {
            Signature signature = Signature.getInstance(isRaw() ? "NONEwithECDSAinP1363Format" : "NONEwithECDSA");
            signature.initSign(key);
            signature.update(digest);
            return signature.sign();
        }
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(HexFormat.of().parseHex(DIGEST_INFO.get(digest.length)));
        info.writeBytes(digest);
        Cipher pkcs1 = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        pkcs1.init(Cipher.ENCRYPT_MODE, key);
        return pkcs1.doFinal(info.toByteArray());
    }

    /** Whether ECDSA signatures are R || S. */
    boolean isRaw() {
        return false;
    }

    /** Stops listening, as if the region were down. */
    final void stop() {
        closed.countDown();
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
