// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.school;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.examples.school.AppleDevices.AppleApiException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.provider.AppleSchoolManager;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppleDevicesTest {
    private static final String CLIENT_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";

    private final List<Integer> statuses = new ArrayList<>();
    private MockProviderServer mock;
    private MockProvider apple;
    private AppleDevices devices;

    /** The API allows 45 requests in four seconds: 84 pages are too many at once. */
    @BeforeEach
    void start() throws IOException {
        mock = MockProviderServer.builder().apiLimit(45, Duration.ofSeconds(4)).start();
        apple = mock.provider("apple-school-manager");
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("8136a1f6-c995-4010-b964-bc8278c107ef");
        apple.register(CLIENT_ID, key.publicJwk());
        ClientAuthenticator school = ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(CLIENT_ID)
                .signingKey(key)
                .tokenEndpoint(apple.tokenEndpoint())
                .build();
        OkHttpClient http = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    statuses.add(response.code());
                    return response;
                })
                .build();
        devices = new AppleDevices(school, URI.create(mock.base() + "/apple-school-manager/v1"), http);
    }

    @AfterEach
    void stop() {
        mock.close();
    }

    @Test
    void readsAllPagesAlthoughTheTokenIsRevokedAndTheApiIsBusy() {
        Set<String> ids = new HashSet<>();
        devices.list("orgDevices?limit=3").map(device -> device.at("/id").asText()).forEach(id -> {
            ids.add(id);
            if (ids.size() == 100) {
                apple.clear();
            }
        });
        assertEquals(250, ids.size());
        assertEquals(84, count(200), "pages");
        assertEquals(1, count(401));
        assertTrue(count(429) > 0);
        assertEquals(1, apple.received().size(), "token requests since the first token was revoked");
    }

    @Test
    void anErrorHasApplesCode() {
        AppleApiException error = assertThrows(
                AppleApiException.class,
                () -> devices.get(mock.base() + "/apple-school-manager/v1/orgDevices/NONE"));
        assertEquals(404, error.status());
        assertEquals("NOT_FOUND", error.code());
    }

    private long count(int status) {
        return statuses.stream().filter(each -> each == status).count();
    }
}
