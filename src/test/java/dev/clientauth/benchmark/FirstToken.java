// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.PrivateKeyJwt;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The time from the start of a JVM to its first token: with this library, and with a minimal client based on Nimbus and the
 * JDK.
 */
public final class FirstToken {
    private static final int RUNS = 15;

    private FirstToken() {}

    /** Runs both programs in turn and prints the medians. */
    public static void main(String[] arguments) throws Exception {
        Path key = Files.createTempFile("first-token", ".pem");
        byte[] der = Subjects.keyPair(JWSAlgorithm.ES256).getPrivate().getEncoded();
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END PRIVATE KEY-----\n");
        try (BenchmarkServer server = new BenchmarkServer(Duration.ofHours(1), Duration.ZERO)) {
            List<Long> library = new ArrayList<>();
            List<Long> byHand = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                library.add(run(Library.class, key, server.uri()));
                byHand.add(run(ByHand.class, key, server.uri()));
            }
            print("clientauth", library);
            print("by hand", byHand);
        } finally {
            Files.delete(key);
        }
    }

    private static void print(String who, List<Long> millis) {
        Collections.sort(millis);
        System.out.printf(
                "%-12s median %d ms, quickest %d ms, slowest %d ms, of %d%n",
                who, millis.get(millis.size() / 2), millis.get(0), millis.get(millis.size() - 1), millis.size());
    }

    private static long run(Class<?> program, Path key, URI endpoint) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(
                System.getProperty("first-token.jvm", "-Xshare:auto").split(" ")));
        command.addAll(List.of("-cp", classPath(), program.getName(), key.toString(), endpoint.toString()));
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String line = output.readLine();
            long taken = System.nanoTime() - began;
            if (line == null || !line.startsWith("token-")) {
                throw new IllegalStateException(program.getSimpleName() + " printed " + line);
            }
            process.waitFor();
            return Duration.ofNanos(taken).toMillis();
        }
    }

    /** Without the logging back-end of the tests, whose startup time would be added to both programs. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> new File(entry).getAbsolutePath())
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The program with this library. */
    static final class Library {
        private Library() {}

        public static void main(String[] arguments) throws IOException {
            ClientAuthenticator authenticator = ClientAuthenticator.builder(
                            PrivateKeyJwt.withTokenEndpointAudience(URI.create(arguments[1])))
                    .clientId("benchmark-client")
                    .signingKey(SigningKey.load(Path.of(arguments[0])).withKeyId("benchmark-key"))
                    .build();
            System.out.println(authenticator.accessToken().value());
        }
    }

    /** The minimal client: without rules, key check, cache and error handling. */
    static final class ByHand {
        private ByHand() {}

        public static void main(String[] arguments) throws Exception {
            String pem = Files.readString(Path.of(arguments[0])).replaceAll("-----.*-----|\\s", "");
            ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            long now = System.currentTimeMillis();
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(JOSEObjectType.JWT)
                            .keyID("benchmark-key")
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer("benchmark-client")
                            .subject("benchmark-client")
                            .audience(arguments[1])
                            .issueTime(new Date(now))
                            .expirationTime(new Date(now + 60_000))
                            .jwtID(UUID.randomUUID().toString())
                            .build());
            jwt.sign(new ECDSASigner(key));
            String form = "grant_type=client_credentials&client_assertion_type="
                    + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", UTF_8)
                    + "&client_assertion=" + jwt.serialize();
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(arguments[1]))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            System.out.println(JSONObjectUtils.parse(response.body()).get("access_token"));
            // The threads of HttpClient would otherwise keep the process for a while.
            System.exit(0);
        }
    }
}
