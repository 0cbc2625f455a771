// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.fakes.Clients;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BearerInterceptorTest {
    private final MockWebServer api = new MockWebServer();
    private final MockWebServer stranger = new MockWebServer();
    private final NumberedTokens tokens = new NumberedTokens();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @BeforeEach
    void start() throws IOException {
        api.start();
        stranger.start();
    }

    @AfterEach
    void stop() {
        api.close();
        stranger.close();
    }

    @Test
    void aRequestToTheApiHasTheToken() throws Exception {
        api.enqueue(ok());
        assertThat(get(client("/"), "/Patient/1")).isEqualTo(200);
        assertThat(authorization(api)).isEqualTo("Bearer token-1");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1, /api/v1, true",
        "/api/v1, /api/v1/, true",
        "/api/v1, /api/v1/Patient?q=1, true",
        "/api/v1/, /api/v1, true",
        "/api/v1/, /api/v1/Patient, true",
        "/api/v1, /api/v10, false",
        "/api/v1, /api, false",
        "/api/v1, /, false",
        "/api/v1, /api/v1/../v2, false",
        "/api/v1, /api/v1/%2e%2e/v2, false",
        "/api/v1, //api/v1, false",
        "/, /anything, true"
    })
    void thePathOfTheBaseIsComparedByWholeSegments(String base, String path, boolean carries) throws Exception {
        api.enqueue(ok());
        get(client(base), path);
        assertThat(authorization(api)).isEqualTo(carries ? "Bearer token-1" : null);
    }

    @Test
    void anotherOriginDoesNotReceiveIt() throws Exception {
        stranger.enqueue(ok());
        OkHttpClient client = client("/");
        try (Response response = client.newCall(request(stranger, "/")).execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
        assertThat(authorization(stranger)).isNull();
        assertThat(tokens.fetched()).isZero();
    }

    @Test
    void anotherNameOfTheSameMachineIsAnotherOrigin() throws Exception {
        api.enqueue(ok());
        OkHttpClient client = clientFor(URI.create("http://localhost:" + api.getPort()));
        Request byAddress = new Request.Builder()
                .url("http://127.0.0.1:" + api.getPort() + "/")
                .build();
        client.newCall(byAddress).execute().close();
        assertThat(authorization(api)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToAnotherHostDropsIt(int status) throws Exception {
        api.enqueue(redirect(status, stranger.url("/elsewhere").toString()));
        stranger.enqueue(ok());
        get(client("/"), "/");
        assertThat(authorization(api)).isEqualTo("Bearer token-1");
        assertThat(authorization(stranger)).isNull();
    }

    @Test
    void a401OfAnotherHostAfterARedirectDoesNotInvalidateTheToken() throws Exception {
        api.enqueue(redirect(302, stranger.url("/elsewhere").toString()));
        stranger.enqueue(refused());
        assertThat(get(client("/"), "/")).isEqualTo(401);
        assertThat(tokens.dropped).isEmpty();
        assertThat(stranger.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aRedirectFromHttpsToHttpDropsIt() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        HandshakeCertificates serverSide =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        HandshakeCertificates clientSide = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        try (MockWebServer secure = new MockWebServer()) {
            secure.useHttps(serverSide.sslSocketFactory());
            secure.start(InetAddress.getByName("localhost"), 0);
            secure.enqueue(redirect(302, "http://localhost:" + api.getPort() + "/plain"));
            api.enqueue(ok());
            OkHttpClient client = clientFor(secure.url("/").uri())
                    .newBuilder()
                    .sslSocketFactory(clientSide.sslSocketFactory(), clientSide.trustManager())
                    .build();
            client.newCall(request(secure, "/")).execute().close();
            assertThat(authorization(secure)).isEqualTo("Bearer token-1");
            assertThat(authorization(api)).isNull();
        }
    }

    @Test
    void anExistingAuthorizationHeaderIsKeptEvenAfter401() throws Exception {
        api.enqueue(refused());
        Request own = request(api, "/")
                .newBuilder()
                .header("authorization", "Basic b3duOm93bg==")
                .build();
        try (Response response = client("/").newCall(own).execute()) {
            assertThat(response.code()).isEqualTo(401);
        }
        assertThat(authorization(api)).isEqualTo("Basic b3duOm93bg==");
        assertThat(tokens.fetched()).isZero();
    }

    @Test
    void aRejectedTokenIsInvalidatedAndTheRequestSentOnceMore() throws Exception {
        api.enqueue(refused());
        api.enqueue(ok());
        RequestBody body = RequestBody.create("{}", MediaType.get("application/json"));
        Request post = request(api, "/Patient").newBuilder().post(body).build();
        try (Response response = client("/").newCall(post).execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
        assertThat(tokens.dropped).containsExactly("token-1");
        assertThat(authorization(api)).isEqualTo("Bearer token-1");
        RecordedRequest second = take(api);
        assertThat(second.getHeaders().get("Authorization")).isEqualTo("Bearer token-2");
        assertThat(String.valueOf(second.getBody())).contains("{}");
    }

    @Test
    void anApiThatRejectsEveryTokenCausesNoLoopOfTokenRequests() throws Exception {
        for (int i = 0; i < 20; i++) {
            api.enqueue(refused());
        }
        OkHttpClient client = client("/");
        assertThat(get(client, "/")).isEqualTo(401);
        assertThat(api.getRequestCount()).isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            assertThat(get(client, "/")).isEqualTo(401);
        }
        assertThat(tokens.fetched()).isEqualTo(2);
        nanos.addAndGet(BearerRetry.PAUSE.toNanos());
        get(client, "/");
        assertThat(tokens.fetched()).isEqualTo(3);
    }

    @Test
    void aLate401OfAnInvalidatedTokenIsRetriedWithTheNewOne() throws Exception {
        OkHttpClient client = client("/");
        api.enqueue(new MockResponse.Builder()
                .code(401)
                .headersDelay(300, TimeUnit.MILLISECONDS)
                .build());
        CompletableFuture<Integer> late = new CompletableFuture<>();
        client.newCall(request(api, "/late")).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                late.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                late.complete(response.code());
                response.close();
            }
        });
        take(api);
        api.enqueue(refused());
        api.enqueue(ok());
        api.enqueue(ok());
        assertThat(get(client, "/early")).isEqualTo(200);
        assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(tokens.fetched()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-shot", "duplex"})
    void aOneShotBodyIsSentOnce(String kind) throws Exception {
        Request post = request(api, "/").newBuilder().post(new OnceBody(kind)).build();
        BearerInterceptor interceptor = interceptor(api.url("/").uri());
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(interceptor)
                .addInterceptor(chain -> new Response.Builder()
                        .request(chain.request())
                        .protocol(okhttp3.Protocol.HTTP_2)
                        .code(401)
                        .message("")
                        .build())
                .build();
        try (Response response = client.newCall(post).execute()) {
            assertThat(response.code()).isEqualTo(401);
        }
        assertThat(tokens.dropped).containsExactly("token-1");
        assertThat(tokens.fetched()).isEqualTo(1);
    }

    @Test
    void withoutATokenNothingIsSentAndTheCallerGetsTheReason() {
        TokenTransportException cause = new TokenTransportException("No response.\n  and details", true, null);
        tokens.failure = cause;
        assertThatThrownBy(() -> get(client("/"), "/"))
                .isInstanceOf(TokenUnavailableException.class)
                .hasMessageEndingWith(" No response.")
                .hasCause(cause);
        assertThat(api.getRequestCount()).isZero();
    }

    @Test
    void withoutATokenAnEnqueuedCallFailsInItsCallback() throws Exception {
        tokens.failure = new TokenTransportException("No response.", true, null);
        CompletableFuture<IOException> failed = new CompletableFuture<>();
        List<Throwable> uncaught = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        try {
            client("/").newCall(request(api, "/")).enqueue(new Callback() {
                @Override
                public void onFailure(Call call, IOException e) {
                    failed.complete(e);
                }

                @Override
                public void onResponse(Call call, Response response) {
                    response.close();
                }
            });
            assertThat(failed.get(10, TimeUnit.SECONDS)).isInstanceOf(TokenUnavailableException.class);
            assertThat(uncaught).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void aTokenThatIsNotAValidHeaderValueIsRejectedAndNotQuoted() {
        tokens.prefix = "to\nken-";
        assertThatThrownBy(() -> get(client("/"), "/"))
                .isInstanceOf(TokenUnavailableException.class)
                .hasStackTraceContaining("characters that are not allowed in an access token")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ken-1"));
    }

    @Test
    void isRejectedAsANetworkInterceptor() {
        OkHttpClient client = new OkHttpClient.Builder()
                .addNetworkInterceptor(interceptor(api.url("/").uri()))
                .build();
        assertThatThrownBy(() -> get(client, "/")).hasMessageContaining("addInterceptor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com/",
                "ftp://api.example.com/",
                "//api.example.com/",
                "https://user:secret@api.example.com/",
                "https://api.example.com/?key=secret",
                "https://api.example.com/#part"
            })
    void aBaseUrlIsHttpsOrLoopbackWithoutQueryOrUserInfo(String base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BearerInterceptor.of(tokens, URI.create(base)))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void aBaseUrlIsRequired() {
        assertThatIllegalArgumentException().isThrownBy(() -> BearerInterceptor.of(tokens));
    }

    private OkHttpClient client(String base) {
        return clientFor(api.url("/").uri().resolve(base));
    }

    private OkHttpClient clientFor(URI base) {
        return new OkHttpClient.Builder().addInterceptor(interceptor(base)).build();
    }

    private BearerInterceptor interceptor(URI... bases) {
        return BearerInterceptor.of(BearerRetry.of(tokens, nanos::get, bases));
    }

    @Test
    void waitsForATokenNoLongerThanTheCallTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            ClientAuthenticator hung = Clients.epic(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/token"))
                    .build();
            OkHttpClient client = new OkHttpClient.Builder()
                    .callTimeout(Duration.ofMillis(500))
                    .addInterceptor(BearerInterceptor.of(hung, api.url("/").uri()))
                    .build();
            long start = System.nanoTime();
            IOException failed = catchThrowableOfType(IOException.class, () -> get(client, "/"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(failed instanceof TokenUnavailableException ? failed : failed.getCause())
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("within the call timeout");
            assertThat(api.getRequestCount()).isZero();
        }
    }

    private int get(OkHttpClient client, String path) throws IOException {
        try (Response response = client.newCall(request(api, path)).execute()) {
            return response.code();
        }
    }

    private static Request request(MockWebServer server, String path) {
        String origin = server.url("/").toString();
        return new Request.Builder()
                .url(origin.substring(0, origin.length() - 1) + path)
                .build();
    }

    private static MockResponse ok() {
        return new MockResponse.Builder().code(200).body("{}").build();
    }

    private static MockResponse refused() {
        return new MockResponse.Builder().code(401).body("{}").build();
    }

    private static MockResponse redirect(int status, String location) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Location", location)
                .build();
    }

    private static String authorization(MockWebServer server) throws InterruptedException {
        return take(server).getHeaders().get("Authorization");
    }

    private static RecordedRequest take(MockWebServer server) throws InterruptedException {
        RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }
}
