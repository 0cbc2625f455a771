// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.mock.keys.ClientKeys;
import dev.clientauth.mock.keys.KeyMemory;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.Epic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Registered clients use a limited part of the heap, regardless of their number and the size of their keys. */
@Timeout(60)
class KeyMemoryTest {
    private static final String KEY = Clients.EC.publicJwk().toJSONString();
    private static final int MAX_BODY = 1 << 17;
    private MockProviderServer server;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> register(String json) {
        return TestHttp.send(HttpRequest.newBuilder(URI.create(server.base() + "/api/clients"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Large members of a client: keys, a certificate chain, a URL, scopes, redirect URIs. */
    private static String filling(String what) {
        int room = MAX_BODY - 2000;
        return switch (what) {
            case "keys" ->
                "\"keys\":{\"keys\":[" + String.join(",", Collections.nCopies(room / (KEY.length() + 1), KEY)) + "]}";
            case "keyId" -> "\"keyId\":\"" + "k".repeat(room - 500) + "\",\"keys\":" + KEY;
            case "jwksUrl" -> "\"jwksUrl\":\"https://app.example.com/" + "j".repeat(room - 500) + "\"";
            case "scopes" ->
                "\"keys\":" + KEY + ",\"scopes\":["
                        + IntStream.range(0, room / 12)
                                .mapToObj(i -> "\"s" + i + "\"")
                                .collect(Collectors.joining(",")) + "]";
            case "redirectUris" ->
                "\"keys\":" + KEY + ",\"redirectUris\":["
                        + String.join(",", Collections.nCopies(room / 14, "\"https://a.b\"")) + "]";
            default -> throw new AssertionError(what);
        };
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"keys", "keyId", "jwksUrl", "scopes", "redirectUris"})
    void clientsBeyondTheMemoryLimitAreRejectedAndOthersKept(String what) {
        String filling = filling(what);
        int accepted = 0;
        HttpResponse<String> last = null;
        for (int i = 0; i < 100 && (last == null || last.statusCode() == 201); i++) {
            String provider = i % 2 == 0 ? "epic" : "smart";
            last = register("{\"provider\":\"" + provider + "\",\"clientId\":\"c" + i + "\"," + filling + "}");
            accepted += last.statusCode() == 201 ? 1 : 0;
        }
        assertThat(last.statusCode()).isEqualTo(409);
        assertThat(last.body()).contains("more than 32 MiB", "Remove some clients first");
        assertThat(accepted).isBetween(5, 80);
        assertThat(server.provider("epic").clients()).isNotEmpty();

        // Removing a client frees its memory, and registering it again replaces it.
        assertThat(server.provider("epic").unregister("c0")).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(register("{\"provider\":\"epic\",\"clientId\":\"c0\"," + filling + "}")
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void theJavaApiHasTheSameLimit() {
        Set<String> scopes = new LinkedHashSet<>();
        for (int i = 0; i < 200_000; i++) {
            scopes.add("scope" + i);
        }
        MockClient large = MockClient.of(
                        Registration.of("large").withTeamId("DEF123GHIJ").withKeys(List.of(Clients.EC.publicJwk())))
                .withScopes(scopes);
        for (String provider : server.providers()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> server.register(provider, large))
                    .withMessageContaining("more than 32 MiB");
            assertThat(server.provider(provider).clients()).isEmpty();
        }
    }

    @Test
    void thousandsOfOrdinaryClientsFit() {
        Registration epic = Registration.of("epic").withKeys(List.of(Clients.RSA.publicJwk()));
        for (int i = 0; i < 5000; i++) {
            server.register("epic", Registration.of("client" + i).withKeys(epic.keys()));
        }
        assertThat(server.provider("epic").clients()).hasSize(5000);
    }

    @Test
    void unsyncedKeysCountUntilTheyAreReplaced() {
        MovableClock clock = new MovableClock();
        ClientKeys keys = new ClientKeys(Epic.sandbox(), clock, new KeyMemory());
        Registration first = client("first");
        Registration second = client("second");
        keys.registered(first);
        assertThat(keys.bytesOfOlderKeys(second)).isZero();

        keys.syncDelay(Duration.ofMinutes(15));
        assertThat(keys.bytesOfOlderKeys(second)).isEqualTo(KeyMemory.bytes(first.keys()));
        assertThat(keys.bytesOfOlderKeys(first)).isZero();
        keys.registered(second);
        clock.advance(Duration.ofMinutes(15));
        assertThat(keys.bytesOfOlderKeys(client("third"))).isEqualTo(KeyMemory.bytes(second.keys()));
    }

    private static Registration client(String kid) {
        JWK key = SigningKey.generate(JWSAlgorithm.ES384).withKeyId(kid).publicJwk();
        return Registration.of("the-client").withKeys(List.of(key));
    }
}
