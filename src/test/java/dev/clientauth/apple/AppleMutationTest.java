// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Any text in place of a token, notification or callback is rejected with a typed exception. */
@Tag("slow")
class AppleMutationTest {
    private static final int ROUNDS = 3000;
    private static final String ALPHABET = "aA0_-+/=.{}[]\":,%& \n\u0000\u00e9\ud83d\ude00\ud800eyJ";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final MovableClock clock = new MovableClock();
    private final FakeApple apple = FakeApple.start();

    @BeforeEach
    void publish() {
        apple.publishing(TestTokens.KEY.toPublicJWK());
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    private AppleKeys keys() {
        return AppleKeys.at(apple.endpoints(), HttpTransport.standard(), clock);
    }

    private String mutated(String text) {
        StringBuilder mutant = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutant.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> mutant.setCharAt(at, c);
                case 1 -> mutant.insert(at, c);
                case 2 -> mutant.insert(at, mutant.substring(at, Math.min(mutant.length(), at + random.nextInt(40))));
                default -> mutant.delete(at, Math.min(mutant.length() - 1, at + 1 + random.nextInt(3)));
            }
        }
        return mutant.toString();
    }

    private void onlyEverThrows(Class<? extends RuntimeException> refusal, String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            assertThat(e).as("seed %d, %s", seed, what).isInstanceOf(refusal);
        }
    }

    @Test
    void noMutatedTokenIsAccepted() {
        IdentityTokenVerifier verifier =
                IdentityTokenVerifier.of(keys(), Set.of("com.example.web")).withClock(clock);
        String token = TestTokens.token(TestTokens.KEY, TestTokens.claims(clock));
        String signed = token.substring(0, token.lastIndexOf('.'));
        for (int i = 0; i < ROUNDS; i++) {
            String mutant = mutated(token);
            boolean isUntouched = mutant.startsWith(signed + ".");
            onlyEverThrows(IdentityRejectedException.class, mutant, () -> {
                verifier.verify(
                        mutant,
                        IdentityTokenVerifier.Expectation.afterRefresh("001703.2a52ec72cb874a93986522fa35742bd4.1219"));
                assertThat(isUntouched).as("seed %d, believed %s", seed, mutant).isTrue();
            });
        }
    }

    @Test
    void noMutatedPayloadBreaksTheReader() {
        IdentityTokenVerifier verifier =
                IdentityTokenVerifier.of(keys(), Set.of("com.example.web")).withClock(clock);
        String header = TestTokens.json(TestTokens.header(TestTokens.KEY));
        String payload = TestTokens.json(TestTokens.claims(clock));
        for (int i = 0; i < ROUNDS / 10; i++) {
            String mutant = mutated(payload);
            onlyEverThrows(IdentityRejectedException.class, mutant, () -> {
                IdentityToken token = verifier.verify(
                        TestTokens.token(TestTokens.KEY, header, mutant),
                        IdentityTokenVerifier.Expectation.withoutNonce());
                assertThat(token.toString() + token.realUserStatus() + token.authenticatedAt())
                        .isNotEmpty();
            });
        }
    }

    @Test
    void noMutatedNotificationBreaksTheReader() {
        AccountEventVerifier verifier =
                AccountEventVerifier.of(keys(), Set.of("com.example.web")).withClock(clock);
        Map<String, Object> claims = TestTokens.claims(clock);
        claims.put("jti", "abede67d");
        String event = "{\"type\":\"email-disabled\",\"sub\":\"820417.faa325\",\"event_time\":1508184845123}";
        for (int i = 0; i < ROUNDS / 10; i++) {
            claims.put("events", mutated(event));
            String body = TestTokens.json(Map.of("payload", TestTokens.token(TestTokens.KEY, claims)));
            onlyEverThrows(IdentityRejectedException.class, body, () -> verifier.verify(body));
            String mutant = mutated(body);
            onlyEverThrows(IdentityRejectedException.class, mutant, () -> verifier.verify(mutant));
        }
    }

    @Test
    void noMutatedCallbackBreaksTheReader() {
        PendingSignIn pending = new PendingSignIn(
                "com.example.web", URI.create("https://www.example.com/callback"), "the-state", "the-nonce", false);
        String form = "state=the-state&code=c6a0b1&user=%7B%22name%22%3A%7B%22firstName%22%3A%22Zoe%22%7D%7D";
        for (int i = 0; i < ROUNDS; i++) {
            String mutant = mutated(form);
            onlyEverThrows(CallbackRejectedException.class, mutant, () -> pending.read(mutant));
        }
    }
}
