// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.demo;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.AppleSchoolManager;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The request of Apple Developer Forums thread 818652, field by field as its author sent it. Apple School Manager refused it
 * with {@code invalid_client} for weeks.
 */
final class ForumRequest {
    private static final String CLIENT_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    private static final String KEY_ID = "8136a1f6-c995-4010-b964-bc8278c107ef";
    private static final String ORGANIZATION_ID = "55155430";
    private static final String HOST = "appleid.apple.com";
    private static final String PATH = "/auth/oauth2/v2/token";
    private static final Duration LIFETIME = Duration.ofDays(30);

    /** The names of the rules that it breaks. */
    static final List<String> FAULTS = List.of("aud", "client-id", "endpoint", "iss", "scope");

    private ForumRequest() {}

    /** Sends it to a local mock of School Manager, with the Host header of the original. */
    static RecordedRequest replay() throws IOException {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId(KEY_ID);
        try (MockProvider school = MockProvider.start(AppleSchoolManager.profile())
                .register(Registration.of(CLIENT_ID).withKeys(List.of(key.publicJwk())))) {
            Request request = new Request.Builder()
                    .url(school.tokenEndpoint().resolve(PATH).toString())
                    .header("Host", HOST)
                    .post(new FormBody.Builder()
                            .add("grant_type", "client_credentials")
                            .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                            .add("client_assertion", assertion(key))
                            .add("scope", "https://api.apple.com/auth/schoolmanager")
                            .build())
                    .build();
            OkHttpClient http = new OkHttpClient();
            try (Response response = http.newCall(request).execute()) {
                response.body().string();
            } finally {
                http.dispatcher().executorService().shutdown();
                http.connectionPool().evictAll();
            }
            return school.received().get(0);
        }
    }

    private static String assertion(SigningKey key) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        String input = base64Url("{\"alg\":\"ES256\",\"kid\":\"" + KEY_ID + "\",\"typ\":\"JWT\"}") + "."
                + base64Url("{\"iss\":\"" + ORGANIZATION_ID + "\",\"sub\":\"" + CLIENT_ID
                        + "\",\"aud\":\"https://appleid.apple.com\",\"iat\":" + now + ",\"exp\":"
                        + (now + LIFETIME.toSeconds()) + "}");
        byte[] signature = key.sign(JWSAlgorithm.ES256, input.getBytes(UTF_8));
        return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String base64Url(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
}
