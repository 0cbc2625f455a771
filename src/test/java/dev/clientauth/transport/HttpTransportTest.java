// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.transport;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A transport provided by the application, which may behave in any way. */
class HttpTransportTest {
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:1/token");
    private static final Pattern OKHTTP = Pattern.compile(".*(okhttp|okio|kotlin|mockwebserver).*");

    @Test
    void itsResponsesAreReadLikeAnyOther() {
        List<HttpTransport.Request> sent = new ArrayList<>();
        ClientAuthenticator client = client(request -> {
            sent.add(request);
            assertThat(new String(request.body(), UTF_8)).contains("client_assertion=");
            return json(200, "{\"access_token\":\"t\",\"expires_in\":60}");
        });
        assertThat(client.accessToken().value()).isEqualTo("t");
        assertThat(sent).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.uri()).isEqualTo(ENDPOINT);
            assertThat(request.headers()).containsEntry("Content-Type", "application/x-www-form-urlencoded");
            assertThat(request.isSent()).isTrue();
            assertThat(request.toString()).isEqualTo("Request[POST 127.0.0.1]");
        });
    }

    @Test
    void itsExceptionsAreNotQuoted() {
        TokenTransportException failed = failure(request -> {
            throw new IllegalStateException("s3cret " + new String(request.body(), UTF_8));
        });
        assertThat(failed.isSent()).isTrue();
        assertThat(LogCapture.printed(failed))
                .contains("IllegalStateException")
                .doesNotContain("s3cret", "client_secret");
    }

    @Test
    void anErrorOfItIsAFailedRequestThatWasNotSent() {
        TokenTransportException failed = failure(request -> {
            throw new StackOverflowError();
        });
        assertThat(failed.isSent()).isFalse();
    }

    @Test
    void nullIsNotAResponse() {
        assertThat(failure(request -> nothing())).hasMessageContaining("No response");
    }

    private static HttpTransport.@Nullable Response nothing() {
        return null;
    }

    @Test
    void aBodyThatIsLongerThanAllowedIsNotUsed() {
        assertThat(failure(request -> new HttpTransport.Response(200, Map.of(), new byte[request.maxBytes() + 1])))
                .hasMessageContaining("longer than");
    }

    @Test
    void callersAreReleasedAfterItsCallTimeoutIfItHangs() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpTransport hanging = new HttpTransport() {
            @Override
            public Response send(Request request) throws IOException {
                try {
                    boolean unused = over.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("late");
            }

            @Override
            public Duration callTimeout() {
                return Duration.ofMillis(300);
            }
        };
        long start = System.nanoTime();
        TokenTransportException failed = failure(hanging);
        over.countDown();
        assertThat(failed).hasMessageContaining("longer than the time allowed");
        assertThat(failed.isSent()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void theBodyOfACancelledRequestCannotBeTaken() {
        HttpTransport.Request request =
                HttpTransport.Request.post(ENDPOINT, Map.of(), new byte[] {1}, 10, Duration.ofSeconds(1));
        List<String> aborted = new ArrayList<>();
        request.onCancel(() -> aborted.add("x"));
        request.cancel(Runnable::run);
        assertThat(aborted).hasSize(1);
        request.onCancel(() -> aborted.add("y"));
        assertThat(aborted).containsExactly("x", "y");
        assertThatThrownBy(request::body).isInstanceOf(IOException.class);
        assertThat(request.isSent()).isFalse();
    }

    @Test
    void headersAreFoundInAnyCase() {
        HttpTransport.Response response =
                new HttpTransport.Response(200, Map.of("RETRY-after", List.of("1", "2")), new byte[0]);
        assertThat(response.header("Retry-After")).contains("2");
        assertThat(response.headers("retry-after")).containsExactly("1", "2");
        assertThat(response.header("Date")).isEmpty();
    }

    @Test
    void valuesOfHeadersWhoseNamesDifferInCaseAreAllKept() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", List.of("private"));
        headers.put("cache-control", List.of("no-store"));

        assertThat(new HttpTransport.Response(200, headers, new byte[0]).headers("CACHE-CONTROL"))
                .containsExactly("private", "no-store");
    }

    @Test
    void okHttpIsTheDefaultIfItIsPresent() {
        assertThat(HttpTransport.standard()).hasToString("OkHttpTransport");
    }

    @Test
    void withoutOkHttpOnTheClassPathTheDefaultIsTheJdksClient() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!OKHTTP.matcher(Path.of(entry).getFileName().toString()).matches()) {
                urls.add(url(entry));
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> without.loadClass("okhttp3.OkHttpClient"))
                    .isInstanceOf(ClassNotFoundException.class);
            Object standard = without.loadClass(HttpTransport.class.getName())
                    .getMethod("standard")
                    .invoke(null);
            assertThat(standard).hasToString("JdkHttpTransport");
            Class<?> discovery = without.loadClass("dev.clientauth.discovery.Discovery");
            Class<?> builder = without.loadClass("dev.clientauth.discovery.Discovery$Builder");
            Object started = discovery.getMethod("builder").invoke(null);
            MethodHandle build =
                    MethodHandles.publicLookup().findVirtual(builder, "build", MethodType.methodType(discovery));
            assertThatThrownBy(() -> build.invoke(started))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Discovery needs OkHttp");
        }
    }

    private static URL url(String entry) throws MalformedURLException {
        return Path.of(entry).toUri().toURL();
    }

    private static ClientAuthenticator client(HttpTransport transport) {
        return Clients.epic(ENDPOINT).httpTransport(transport).build();
    }

    private static TokenTransportException failure(HttpTransport transport) {
        ClientAuthenticator client =
                Clients.apple(ENDPOINT).httpTransport(transport).build();
        return catchThrowableOfType(
                TokenTransportException.class, () -> client.request(Grant.authorizationCode("c0de")));
    }

    private static HttpTransport.Response json(int status, String body) {
        return new HttpTransport.Response(status, Map.of(), body.getBytes(UTF_8));
    }
}
