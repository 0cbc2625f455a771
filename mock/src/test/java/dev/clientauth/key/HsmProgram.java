// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;

import java.io.PrintStream;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Signs with the keys of a PKCS#11 token; runs in a separate JVM, because the token's library reads environment variables.
 */
final class HsmProgram {
    private static final byte[] INPUT = "header.payload".getBytes(US_ASCII);
    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

    private final KeyStore store;
    private final Provider provider;

    private HsmProgram(KeyStore store, Provider provider) {
        this.store = store;
        this.provider = provider;
    }

    public static void main(String[] args) throws Exception {
        Provider provider = Security.getProvider("SunPKCS11").configure(args[0]);
        Security.addProvider(provider);
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, System.getenv("HSM_PIN").toCharArray());
        HsmProgram program = new HsmProgram(store, provider);
        program.secrecy();
        program.tokens();
        program.mistakes();
        program.manyThreads();
        program.logout();
    }

    private PrivateKey privateKey(String alias) throws GeneralSecurityException {
        return (PrivateKey) store.getKey(alias, null);
    }

    private PublicKey publicKey(String alias) throws GeneralSecurityException {
        return store.getCertificate(alias).getPublicKey();
    }

    private SigningKey key(String alias, String keyId) throws GeneralSecurityException {
        return SigningKey.of(privateKey(alias), publicKey(alias), keyId);
    }

    private void secrecy() throws GeneralSecurityException {
        for (String alias : List.of("apple", "epic", "epic-ec")) {
            OUT.println(alias + " encoded " + privateKey(alias).getEncoded());
            try {
                SigningKey.of(privateKey(alias), alias);
                OUT.println(alias + " was exported");
            } catch (KeyFormatException e) {
                OUT.println(alias + " alone: " + e.found());
            }
        }
    }

    private void tokens() throws Exception {
        try (MockProviderServer server = MockProviderServer.start()) {
            SigningKey apple = key("apple", Clients.SCHOOL_KEY_ID);
            server.provider("school").register(Clients.SCHOOL_ID, apple.publicJwk());
            token(
                    "apple ES256",
                    ClientAuthenticator.builder(AppleSchoolManager.profile())
                            .clientId(Clients.SCHOOL_ID)
                            .signingKey(apple)
                            .tokenEndpoint(server.provider("school").tokenEndpoint())
                            .build());
            for (String alias : List.of("epic", "epic-ec")) {
                SigningKey local = key(alias, "epic-2026-11");
                for (SigningKey key : List.of(
                        local, local.withProvider(provider), SigningKey.remote(local.publicJwk(), local::sign))) {
                    server.provider("epic").register(Clients.EPIC_ID, key.publicJwk());
                    token(
                            alias + (alias.equals("epic") ? " RS384" : " ES384") + (key.isRemote() ? " remote" : ""),
                            ClientAuthenticator.builder(Epic.sandbox())
                                    .clientId(Clients.EPIC_ID)
                                    .signingKey(key)
                                    .tokenEndpoint(server.provider("epic").tokenEndpoint())
                                    .build());
                }
            }
            server.received()
                    .forEach(request -> OUT.println("alg "
                            + request.request()
                                    .assertion()
                                    .orElseThrow()
                                    .header()
                                    .orElseThrow()
                                    .get("alg")));
        }
    }

    private static void token(String name, ClientAuthenticator authenticator) throws Exception {
        OUT.println(name + " token of " + authenticator.accessToken().value().length() + " characters");
    }

    private void mistakes() throws GeneralSecurityException {
        try {
            SigningKey.of(privateKey("apple"), Clients.EC.publicKey(), "k");
            OUT.println("a foreign public key was accepted");
        } catch (KeyFormatException e) {
            OUT.println("foreign public key: " + e.found());
        }
    }

    private void manyThreads() throws Exception {
        SigningKey ec = key("apple", "a");
        SigningKey rsa = key("epic", "e");
        ExecutorService threads = Executors.newFixedThreadPool(32);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 320; i++) {
            SigningKey key = i % 2 == 0 ? ec : rsa;
            all.add(threads.submit(() -> new VerifyingKey(key).signs(INPUT)));
        }
        int good = 0;
        for (Future<Boolean> one : all) {
            good += one.get() ? 1 : 0;
        }
        threads.shutdown();
        OUT.println("signatures of 32 threads: " + good);
    }

    private void logout() throws Exception {
        SigningKey key = key("apple", "a");
        ((AuthProvider) provider).logout();
        try {
            key.sign(key.algorithms().get(0), INPUT);
            OUT.println("signed after logout");
        } catch (IllegalStateException e) {
            OUT.println("after logout: " + e.getMessage());
        }
    }

    /** Verifies with the JDK's own provider. */
    private record VerifyingKey(SigningKey key) {
        boolean signs(byte[] input) {
            SigningKey checked = SigningKey.remoteUntested(key.publicJwk(), key::sign);
            return checked.sign(key.algorithms().get(0), input).length > 0;
        }
    }
}
