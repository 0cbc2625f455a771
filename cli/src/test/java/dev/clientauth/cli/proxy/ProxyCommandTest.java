// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.proxy;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.CliHarness;
import dev.clientauth.cli.ClientauthCommand;
import dev.clientauth.cli.KeyPairFile;
import dev.clientauth.json.Json;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.server.MockProviderServer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The proxy adds the token for scripts on this machine, and refuses all other requests. */
@Timeout(60)
class ProxyCommandTest {
    private static final String CLIENT = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    private static final String KEY_ID = "8136a1f6-c995-4010-b964-bc8278c107ef";
    private static final String DEVICES = "/v1/orgDevices";

    private final HttpClient http = HttpClient.newHttpClient();
    private final CliHarness harness = new CliHarness();

    @TempDir
    private Path folder;

    private MockProviderServer mock;

    private interface Meanwhile {
        void happens(String url) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        mock = MockProviderServer.start();
        KeyPairFile key = KeyPairFile.make(folder, "school.pem", JWSAlgorithm.ES256, KEY_ID);
        mock.provider("school").register(CLIENT, key.key().publicJwk());
        mock.environment("school").forEach(harness::with);
        harness.with("CLIENTAUTH_CLIENT_ID", CLIENT)
                .with("CLIENTAUTH_KEY", key.file().toString())
                .with("CLIENTAUTH_KEY_ID", KEY_ID);
    }

    @AfterEach
    void stop() {
        mock.close();
    }

    /** Runs the proxy during an action, then stops it. */
    private void running(Meanwhile meanwhile, String... more) {
        harness.sleepingBy(time -> {
            try {
                meanwhile.happens(harness.json().path("url").asText());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            throw new InterruptedException();
        });
        String[] args = new String[more.length + 4];
        System.arraycopy(new String[] {"proxy", "--port", "0", "--json"}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        harness.run(args);
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(harness.slept()).isNotEmpty();
    }

    private HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends raw bytes, because Java's client does not send malformed requests. */
    private static String raw(String url, String request) throws IOException {
        URI at = URI.create(url);
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(request.replace("HOST", at.getAuthority())
                            .replace("SECRET", at.getPath().substring(1))
                            .replace("\n", "\r\n")
                            .getBytes(ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void aScriptReadsTheDevicesWithoutAToken() {
        running(url -> {
            HttpResponse<String> devices = get(url + DEVICES + "?limit=2", "Accept", "application/json");
            assertThat(devices.statusCode()).isEqualTo(200);
            assertThat(Json.parse(devices.body()).path("data")).hasSize(2);
            assertThat(get(url + DEVICES, "Accept", "application/json").statusCode())
                    .isEqualTo(200);
            assertThat(mock.received()).hasSize(1);
        });
        assertThat(harness.err()).isEmpty();
    }

    @Test
    void printsTheLineToUseAndStops() {
        String[] line = new String[1];
        harness.sleepingBy(time -> {
                    line[0] = harness.out()
                            .lines()
                            .filter(text -> text.startsWith("curl "))
                            .findFirst()
                            .orElseThrow();
                    throw new InterruptedException();
                })
                .run("proxy", "--port", "0");
        assertThat(line[0]).matches("curl http://127\\.0\\.0\\.1:\\d+/[A-Za-z0-9_-]{22}/…");
        assertThatThrownBy(() -> get(line[0].substring(5).replace("…", ""))).isInstanceOf(ConnectException.class);
    }

    @Test
    void stopsOnASignal() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClientauthCommand.class.getName(),
                "proxy",
                "--port",
                "0",
                "--json");
        builder.environment().putAll(harness.shell().environment());
        Path err = folder.resolve("err.txt");
        Process process = builder.redirectError(err.toFile()).start();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            String url = Json.parse(out.readLine()).path("url").asText();
            assertThat(get(url + DEVICES, "Accept", "application/json").statusCode())
                    .isEqualTo(200);
            // Process.destroy() would close the streams as well.
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(err).isEmptyFile();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theScriptsOwnAuthorizationIsNotForwarded() {
        running(url -> {
            assertThat(get(url + DEVICES, "Accept", "application/json", "Authorization", "Basic c2VjcmV0")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(url + DEVICES, "Accept", "application/json", "Proxy-Authorization", "Basic c2VjcmV0")
                            .statusCode())
                    .isEqualTo(200);
        });
    }

    @Test
    void a401IsRepeatedOnceWithANewToken() {
        running(url -> {
            assertThat(get(url + DEVICES, "Accept", "application/json").statusCode())
                    .isEqualTo(200);
            mock.provider("school").clear();
            assertThat(get(url + DEVICES, "Accept", "application/json").statusCode())
                    .isEqualTo(200);
            assertThat(mock.calls()).extracting(RecordedApiCall::status).containsExactly(401, 200);
            assertThat(mock.received()).hasSize(1);
        });
    }

    @Test
    void a429IsPassedOn() {
        String api = mock.base() + "/fault/too-many-requests:7/apple-school-manager";
        running(
                url -> {
                    HttpResponse<String> response = get(url + DEVICES);
                    assertThat(response.statusCode()).isEqualTo(429);
                    assertThat(response.headers().firstValue("Retry-After")).contains("7");
                    assertThat(mock.calls()).hasSize(1);
                },
                "--api",
                api);
    }

    @Test
    void aRefusedTokenRequestIsReportedWithoutSecrets() {
        mock.provider("school").failUntilCleared(Fault.keyNotSynced());
        running(url -> {
            HttpResponse<String> response = get(url + DEVICES);
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body()).startsWith("No access token: ");
        });
        assertThat(harness.err()).contains("invalid_client").doesNotContain("eyJ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: evil.example~ | 421",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: evil.example:80~ | 421",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: 127.0.0.1~ | 421",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Host: evil.example~ | 421",
                "GET /SECRET/v1/orgDevices HTTP/1.0~ | 421",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Origin: https://evil.example~ | 403",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Origin: null~ | 403",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Origin: http://HOST~ | 403",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Sec-Fetch-Site: cross-site~ | 403",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Sec-Fetch-Mode: no-cors~ | 403",
                "OPTIONS /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Origin: https://evil.example~Access-Control-Request-Method: GET~ | 403",
                "GET /v1/orgDevices HTTP/1.1~Host: HOST~ | 403",
                "GET /SECRETx/v1/orgDevices HTTP/1.1~Host: HOST~ | 403",
                "GET / HTTP/1.1~Host: HOST~ | 403",
                "GET http://evil.example/SECRET/v1/orgDevices HTTP/1.1~Host: HOST~ | 403",
                "GET https://evil.example/SECRET/v1/orgDevices HTTP/1.1~Host: HOST~ | 403",
                "GET https://HOST/SECRET/v1/orgDevices HTTP/1.1~Host: HOST~ | 403",
                "GET http://user@HOST/SECRET/v1/orgDevices HTTP/1.1~Host: HOST~ | 403",
                "GET //evil.example/SECRET/v1/orgDevices HTTP/1.1~Host: HOST~ | 403",
                "TRACE /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~ | 405",
                "GET /SECRET/../admin HTTP/1.1~Host: HOST~ | 400",
                "GET /SECRET/v1/%2e%2e/%2E./admin HTTP/1.1~Host: HOST~ | 400",
                "GET /SECRET/v1/..%2fadmin HTTP/1.1~Host: HOST~ | 400",
                "GET /SECRET/v1/..;a=b/admin HTTP/1.1~Host: HOST~ | 400",
                "GET /SECRET/v1/%5c..%5cadmin HTTP/1.1~Host: HOST~ | 400",
                "GET /SECRET/v1/orgDevices HTTP/1.1~Host: HOST~Content-Length: 5~~hello | 400"
            })
    void aHostileRequestReachesNeitherTheApiNorTheTokenEndpoint(String request, int status) {
        running(url -> {
            String response = raw(url, request.replace("~", "\n") + "\nConnection: close\n\n".substring(1));
            assertThat(response)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .doesNotContain(URI.create(url).getPath());
            assertThat(mock.calls()).isEmpty();
            assertThat(mock.received()).isEmpty();
        });
    }

    @Test
    void isNotATunnel() {
        running(url -> {
            for (String target : List.of("evil.example:443", "HOST", "http://evil.example/")) {
                assertThat(raw(url, "CONNECT " + target + " HTTP/1.1\nHost: HOST\nConnection: close\n\n"))
                        .doesNotStartWith("HTTP/1.1 2");
            }
            assertThat(mock.calls()).isEmpty();
        });
    }

    @Test
    void anAbsoluteUrlOfTheProxyItselfIsAccepted() {
        running(url -> assertThat(raw(
                        url,
                        "GET http://HOST/SECRET/v1/orgDevices HTTP/1.1\nHost: HOST\nAccept: application/json\n"
                                + "Connection: close\n\n"))
                .startsWith("HTTP/1.1 200 "));
    }

    @Test
    void onlyTheApiIsReachedAndHeadersOfTheConnectionAreDropped() throws IOException, InterruptedException {
        try (MockWebServer api = new MockWebServer()) {
            api.start();
            api.enqueue(new MockResponse.Builder()
                    .code(202)
                    .addHeader("Content-Location", api.url("/base/Bulk/1"))
                    .addHeader("Location", "https://elsewhere.example/x")
                    .addHeader("Connection", "X-Hop")
                    .addHeader("X-Hop", "1")
                    .addHeader("X-End", "2")
                    .body("{}")
                    .build());
            running(
                    url -> {
                        HttpResponse<String> response = get(url + "//evil.example/a%2Fb?c=%20d&e", "X-Mine", "7");
                        assertThat(response.headers().firstValue("Content-Location"))
                                .contains(url + "/Bulk/1");
                        assertThat(response.headers().firstValue("Location")).contains("https://elsewhere.example/x");
                        assertThat(response.headers().map())
                                .doesNotContainKey("x-hop")
                                .containsKey("x-end");
                    },
                    "--api",
                    api.url("/base/").toString());
            RecordedRequest received = api.takeRequest(5, TimeUnit.SECONDS);
            assertThat(received.getTarget()).isEqualTo("/base//evil.example/a%2Fb?c=%20d&e");
            assertThat(received.getHeaders().get("Host")).isEqualTo(api.getHostName() + ":" + api.getPort());
            assertThat(received.getHeaders().get("X-Mine")).isEqualTo("7");
            assertThat(received.getHeaders().get("Authorization")).startsWith("Bearer ");
            assertThat(received.getHeaders().get("HTTP2-Settings")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 5_000_000})
    void bodiesAreStreamedInBothDirections(int size) throws IOException, InterruptedException {
        try (MockWebServer api = new MockWebServer()) {
            api.start();
            byte[] body = "x".repeat(size).getBytes(ISO_8859_1);
            api.enqueue(new MockResponse.Builder()
                    .chunkedBody(new Buffer().write(body), 4096)
                    .build());
            running(
                    url -> {
                        HttpResponse<byte[]> response = http.send(
                                HttpRequest.newBuilder(URI.create(url + "/upload"))
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                        assertThat(response.body()).isEqualTo(body);
                    },
                    "--api",
                    api.url("/").toString());
            RecordedRequest received = api.takeRequest(5, TimeUnit.SECONDS);
            assertThat(received.getBodySize()).isEqualTo(size);
        }
    }

    /** A long body is not kept, so it is sent once; the token that was refused is not used again. */
    @Test
    void a401OnALongBodyIsPassedOnAndTheNextRequestHasANewToken() throws IOException, InterruptedException {
        try (MockWebServer api = new MockWebServer()) {
            api.start();
            api.enqueue(new MockResponse.Builder().code(401).build());
            api.enqueue(new MockResponse.Builder().code(200).build());
            running(
                    url -> {
                        HttpRequest post = HttpRequest.newBuilder(URI.create(url + "/upload"))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2_000_000]))
                                .build();
                        assertThat(http.send(post, HttpResponse.BodyHandlers.discarding())
                                        .statusCode())
                                .isEqualTo(401);
                        assertThat(http.send(post, HttpResponse.BodyHandlers.discarding())
                                        .statusCode())
                                .isEqualTo(200);
                    },
                    "--api",
                    api.url("/").toString());
            String first = api.takeRequest(5, TimeUnit.SECONDS).getHeaders().get("Authorization");
            assertThat(api.takeRequest(5, TimeUnit.SECONDS).getHeaders().get("Authorization"))
                    .isNotEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--api http://api.example/v1 | --api: ",
                "--api https://api.example/v1?a=b | --api: ",
                "--api nothing | --api is not a valid URL",
                "--port 70000 | --port must be from 0 to 65535"
            })
    void invalidFlagsAreReported(String flags, String message) {
        harness.run(("proxy " + flags).split(" "));
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains(message);
    }
}
