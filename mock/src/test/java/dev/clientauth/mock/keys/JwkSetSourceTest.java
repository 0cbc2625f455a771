// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.fakes.Crowd;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SmartBackendServices;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** How providers cache and refresh the JWK Set of a URL. */
@Timeout(30)
class JwkSetSourceTest {
    private static final SigningKey OLD =
            SigningKey.generate(JWSAlgorithm.ES384).withKeyId("old");
    private static final SigningKey NEW =
            SigningKey.generate(JWSAlgorithm.ES384).withKeyId("new");
    private static final SigningKey RSA =
            SigningKey.generate(JWSAlgorithm.RS384).withKeyId("rsa");
    private static final JwkSetPolicy EPIC = JwkSetPolicy.of(Epic.sandbox());
    private static final JwkSetPolicy SMART =
            JwkSetPolicy.of(SmartBackendServices.profile(URI.create("https://fhir.example.org/token")));

    private final MockWebServer web = new MockWebServer();
    private final MovableClock clock = new MovableClock();

    @BeforeEach
    void start() throws IOException {
        web.start();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private JwkSetSource source(JwkSetPolicy policy) {
        Registration client = Registration.of("the-client")
                .withJwkSetUrl(web.url("/jwks.json").uri());
        return new JwkSetSource(client, policy, clock, new JwkSetFetch(), bytes -> true);
    }

    @Test
    void aSetThatDoesNotFitInMemoryIsUsedOnceAndNotCached() {
        List<Long> asked = new ArrayList<>();
        Registration client = Registration.of("the-client")
                .withJwkSetUrl(web.url("/jwks.json").uri());
        JwkSetSource source = new JwkSetSource(client, EPIC, clock, new JwkSetFetch(), bytes -> {
            asked.add(bytes);
            return false;
        });
        for (int i = 1; i <= 2; i++) {
            publishes("max-age=3600", OLD.publicJwk());
            ChosenKeys chosen = source.keysFor(by(OLD));
            assertThat(chosen.keys()).hasSize(1);
            assertThat(chosen.notes()).anyMatch(note -> note.contains("was not cached"));
            assertThat(web.getRequestCount()).isEqualTo(i);
        }
        assertThat(asked).contains(KeyMemory.bytes(List.of(OLD.publicJwk())), 0L);
    }

    private void publishes(String cacheControl, JWK... keys) {
        MockResponse.Builder response = new MockResponse.Builder().code(200).body(new JWKSet(List.of(keys)).toString());
        web.enqueue(
                cacheControl.isEmpty()
                        ? response.build()
                        : response.addHeader("Cache-Control", cacheControl).build());
    }

    private static SignedJWT by(SigningKey key) {
        return by(key, key.keyId().orElseThrow());
    }

    private static SignedJWT by(SigningKey key, String kid) {
        JWSAlgorithm alg = key == RSA ? JWSAlgorithm.RS384 : JWSAlgorithm.ES384;
        ForgedAssertion jwt = new ForgedAssertion().header("alg", alg.getName()).claim("sub", "the-client");
        try {
            return SignedJWT.parse((kid.isEmpty() ? jwt : jwt.header("kid", kid)).signed(alg, key));
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> kids(ChosenKeys chosen) {
        return chosen.keys().stream().map(JWK::getKeyID).toList();
    }

    @Test
    void epicCachesASetFor29Hours() throws Exception {
        JwkSetSource source = source(EPIC);
        publishes("", OLD.publicJwk());
        assertThat(kids(source.keysFor(by(OLD)))).containsExactly("old");
        assertThat(web.takeRequest().getHeaders().get("Accept")).isEqualTo("application/json");
        clock.advance(Duration.ofHours(29).minusSeconds(1));
        ChosenKeys kept = source.keysFor(by(OLD));
        assertThat(kids(kept)).containsExactly("old");
        assertThat(kept.notes()).singleElement().asString().contains("cached until");
        assertThat(web.getRequestCount()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        publishes("", NEW.publicJwk());
        assertThat(kids(source.keysFor(by(OLD)))).isEmpty();
        assertThat(web.getRequestCount()).isEqualTo(2);
    }

    @Test
    void cacheControlCanShortenButNotExtendThat() {
        JwkSetSource source = source(EPIC);
        publishes("max-age=60", OLD.publicJwk());
        source.keysFor(by(OLD));
        clock.advance(Duration.ofSeconds(60));
        publishes("max-age=999999", OLD.publicJwk());
        source.keysFor(by(OLD));
        assertThat(web.getRequestCount()).isEqualTo(2);
        clock.advance(Duration.ofHours(29));
        publishes("no-store", OLD.publicJwk());
        source.keysFor(by(OLD));
        assertThat(web.getRequestCount()).isEqualTo(3);
        publishes("no-store", NEW.publicJwk());
        assertThat(kids(source.keysFor(by(NEW)))).containsExactly("new");
        assertThat(web.getRequestCount()).isEqualTo(4);
    }

    @Test
    void epicFetchesASetOnceMoreForAJwtThatDoesNotVerify() {
        JwkSetSource source = source(EPIC);
        publishes("", OLD.publicJwk());
        source.keysFor(by(OLD));
        publishes("", OLD.publicJwk(), NEW.publicJwk());
        assertThat(kids(source.keysFor(by(NEW)))).containsExactly("new");
        assertThat(web.getRequestCount()).isEqualTo(2);
        // Signed by a key with another key's id: the signature decides, not the kid.
        publishes("", OLD.publicJwk());
        source.keysFor(by(NEW, "old"));
        assertThat(web.getRequestCount()).isEqualTo(3);
    }

    /** A revoked key still works until the cache expires; this is why Epic says to remove static keys and wait. */
    @Test
    void aRemovedKeyVerifiesUntilTheCacheExpires() {
        JwkSetSource source = source(EPIC);
        publishes("max-age=3600", OLD.publicJwk());
        source.keysFor(by(OLD));
        clock.advance(Duration.ofMinutes(59));
        assertThat(kids(source.keysFor(by(OLD)))).containsExactly("old");
        assertThat(web.getRequestCount()).isEqualTo(1);
    }

    @Test
    void smartRespectsCacheControlAndFetchesNoEarlier() {
        JwkSetSource source = source(SMART);
        publishes("max-age=600", OLD.publicJwk());
        source.keysFor(by(OLD));
        ChosenKeys tooSoon = source.keysFor(by(NEW));
        assertThat(tooSoon.keys()).isEmpty();
        assertThat(tooSoon.notes())
                .anySatisfy(note -> assertThat(note).contains("no key with the kid \"new\"", "it has \"old\""));
        assertThat(web.getRequestCount()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(10));
        publishes("max-age=600", NEW.publicJwk());
        assertThat(kids(source.keysFor(by(NEW)))).containsExactly("new");
    }

    @Test
    void expiryCanBeSpedUp() {
        JwkSetSource source = source(EPIC.speedUp(60));
        publishes("max-age=3600", OLD.publicJwk());
        source.keysFor(by(OLD));
        clock.advance(Duration.ofSeconds(59));
        source.keysFor(by(OLD));
        assertThat(web.getRequestCount()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        publishes("", OLD.publicJwk());
        source.keysFor(by(OLD));
        assertThat(web.getRequestCount()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> EPIC.speedUp(0)).withMessageContaining("positive number");
    }

    @Test
    void aFailedFetchKeepsTheCachedCopy() {
        JwkSetSource source = source(EPIC);
        publishes("", OLD.publicJwk());
        source.keysFor(by(OLD));
        web.enqueue(new MockResponse.Builder().code(500).build());
        ChosenKeys chosen = source.keysFor(by(NEW));
        assertThat(chosen.keys()).isEmpty();
        assertThat(String.join(" ", chosen.notes())).contains("HTTP 500", "was used instead");
        assertThat(kids(source.keysFor(by(OLD)))).containsExactly("old");
        clock.advance(Duration.ofHours(30));
        web.enqueue(new MockResponse.Builder().code(500).build());
        assertThat(source.keysFor(by(OLD)).keys()).isEmpty();
    }

    @Test
    void exactlyOneKeyMustHaveTheKidAndType() {
        SigningKey twin = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("old");
        SigningKey namesake = SigningKey.generate(JWSAlgorithm.RS384).withKeyId("old");
        JwkSetSource source = source(EPIC);
        publishes("no-store", OLD.publicJwk(), twin.publicJwk());
        ChosenKeys twice = source.keysFor(by(OLD));
        assertThat(twice.keys()).isEmpty();
        assertThat(String.join(" ", twice.notes())).contains("several keys with the kid \"old\"");
        publishes("no-store", OLD.publicJwk(), namesake.publicJwk());
        assertThat(source.keysFor(by(OLD)).keys()).containsExactly(OLD.publicJwk());
        publishes("no-store", RSA.publicJwk());
        ChosenKeys other = source.keysFor(by(OLD, "rsa"));
        assertThat(other.keys()).isEmpty();
        assertThat(String.join(" ", other.notes())).contains("type that the algorithm ES384 needs");
    }

    @Test
    void withoutAKidAllKeysOfTheTypeAreTried() {
        JwkSetSource source = source(EPIC);
        publishes("", OLD.publicJwk(), NEW.publicJwk(), RSA.publicJwk());
        assertThat(kids(source.keysFor(by(NEW, "")))).containsExactly("old", "new");
    }

    /** Many concurrent requests do not cause many fetches. */
    @Test
    void concurrentRequestsShareOneFetch() throws Exception {
        JwkSetSource source = source(EPIC);
        web.enqueue(new MockResponse.Builder()
                .code(200)
                .headersDelay(300, TimeUnit.MILLISECONDS)
                .body(new JWKSet(List.of(OLD.publicJwk())).toString())
                .build());
        SignedJWT jwt = by(OLD);
        List<ChosenKeys> all = Crowd.of(8).each(1, () -> source.keysFor(jwt));
        assertThat(all).allSatisfy(chosen -> assertThat(kids(chosen)).containsExactly("old"));
        assertThat(web.getRequestCount()).isEqualTo(1);
    }
}
