// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import dev.clientauth.fakes.EndlessServer;
import dev.clientauth.key.SigningKey;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Problems with a JWK Set URL, each reported by the mock. */
@Timeout(30)
class JwkSetFetchTest {
    private static final SigningKey KEY =
            SigningKey.generate(JWSAlgorithm.ES384).withKeyId("the-key");

    private final MockWebServer web = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        web.start();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private JwkSetResponse get() {
        return new JwkSetFetch().get(web.url("/jwks.json").uri());
    }

    private JwkSetResponse get(String body) {
        web.enqueue(new MockResponse.Builder().code(200).body(body).build());
        return get();
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    private static void assertFailed(JwkSetResponse response, String note) {
        assertThat(response.keys()).isEmpty();
        assertThat(response.notes()).singleElement().asString().contains(note);
    }

    @Test
    void aValidSetHasNoNotes() {
        web.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("Cache-Control", "max-age=300")
                .body(set(KEY.publicJwk()))
                .build());
        JwkSetResponse response = get();
        assertThat(response.keys()).hasValueSatisfying(keys -> assertThat(keys).containsExactly(KEY.publicJwk()));
        assertThat(response.freshFor()).contains(Duration.ofSeconds(300));
        assertThat(response.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://keys.example.org/jwks.json",
                "ftp://127.0.0.1/jwks.json",
                "file:///etc/hosts",
                "jwks.json",
                "http://127.0.0.1.example.org/"
            })
    void onlyHttpsIsFetched(String url) {
        assertFailed(new JwkSetFetch().get(URI.create(url)), "must be https");
    }

    @Test
    void aUrlWithoutAHostIsNotFetched() {
        assertFailed(new JwkSetFetch().get(URI.create("https:jwks.json?x=%00")), "The JWK Set URL");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        web.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Location", "/login")
                .build());
        assertFailed(get(), "a redirect, which is not followed");
        assertThat(web.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500, 503, 204})
    void anotherStatusIsReported(int status) {
        web.enqueue(new MockResponse.Builder().code(status).build());
        assertFailed(get(), "HTTP " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Please log in</html>",
                "[]",
                "null",
                "keys",
                "{",
                "{} {}",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"kty\":\"EC\"}"
            })
    void anInvalidSetIsReported(String body) {
        assertFailed(get(body), "not a JWK Set");
    }

    /** RFC 7517 section 5: an implementation ignores what it does not understand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "5",
                "{}",
                "{\"kty\":null}",
                "{\"kid\":\"x\"}",
                "{\"kty\":\"XYZ\",\"kid\":\"x\"}",
                "{\"kty\":\"RSA\",\"n\":5}",
                "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}",
                "{\"kty\":\"EC\",\"crv\":null}",
                "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\",\"y\":\"AA\"}"
            })
    void anUnreadableKeyIsIgnored(String key) {
        JwkSetResponse response =
                get("{\"keys\":[" + key + "," + KEY.publicJwk().toJSONString() + "]}");
        assertThat(response.keys()).hasValueSatisfying(keys -> assertThat(keys).containsExactly(KEY.publicJwk()));
        assertThat(response.notes()).singleElement().asString().startsWith("A published key is not used");
    }

    @Test
    void aKeyWithPrivateMembersIsNotUsedAndNotShown() throws Exception {
        ECKey leaked = new ECKeyGenerator(Curve.P_384).keyID("leaked").generate();
        JwkSetResponse response = get(set(leaked, KEY.publicJwk()));
        assertThat(response.keys()).hasValueSatisfying(keys -> assertThat(keys).containsExactly(KEY.publicJwk()));
        assertThat(response.notes()).singleElement().asString().contains("\"leaked\" has private members");
        assertThat(response.toString()).doesNotContain(leaked.getD().toString());
        JwkSetResponse shared =
                get(set(new OctetSequenceKeyGenerator(256).keyID("shared").generate()));
        assertThat(String.join(" ", shared.notes())).contains("\"shared\" has private members", "no public key");
    }

    /** The exception message of a parser is not shown, because it quotes the input. */
    @Test
    void aBrokenSetWithAPrivateKeyIsNotQuoted() throws Exception {
        ECKey leaked = new ECKeyGenerator(Curve.P_256).generate();
        String secret = leaked.getD().toString();
        JwkSetResponse response = get("{\"keys\":[" + leaked.toJSONString().replace("P-256", "P-999") + ",\"" + secret);
        assertThat(response.keys()).isEmpty();
        assertThat(response.toString()).doesNotContain(secret);
    }

    @Test
    void aKeyForEncryptionIsNotUsed() throws Exception {
        JWK encryption = new ECKeyGenerator(Curve.P_384)
                .keyID("enc")
                .keyUse(KeyUse.ENCRYPTION)
                .generate()
                .toPublicJWK();
        assertThat(String.join(" ", get(set(encryption)).notes())).contains("\"enc\" is for encryption");
    }

    @Test
    void aTooLargeSetIsNotRead() {
        assertFailed(get("{\"keys\":[" + " ".repeat(1 << 17) + "]}"), "larger than 131072 bytes");
    }

    @Test
    void deepNestingIsRejected() {
        assertThat(get("{\"keys\":" + "[".repeat(100_000)).keys()).isEmpty();
    }

    @Test
    void noConnectionStaysOpen() {
        ConnectionPool pool = new ConnectionPool();
        web.enqueue(
                new MockResponse.Builder().code(200).body(set(KEY.publicJwk())).build());
        JwkSetFetch fetch = new JwkSetFetch(
                () -> new OkHttpClient.Builder().connectionPool(pool).build());
        assertThat(fetch.get(web.url("/jwks.json").uri()).keys()).isPresent();
        assertThat(pool.connectionCount()).isZero();
    }

    @Test
    void aServerThatDoesNotRespondTimesOut() {
        web.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        long begin = System.nanoTime();
        assertFailed(get(), "no response within 2 seconds");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aLostConnectionIsReportedAndNotRetried() {
        web.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        assertFailed(get(), "the connection failed or was closed early");
        assertThat(web.getRequestCount()).isEqualTo(1);
    }

    @Test
    void anUnknownHostIsReported() {
        JwkSetFetch fetch = new JwkSetFetch(() -> new OkHttpClient.Builder()
                .dns(host -> {
                    throw new UnknownHostException(host);
                })
                .build());
        assertFailed(fetch.get(URI.create("https://keys.invalid/jwks.json")), "the host name could not be resolved");
    }

    @Test
    void theTlsCertificateMustBeTrusted() throws IOException {
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
            URI url = URI.create("https://localhost:" + secure.getPort() + "/jwks.json");
            assertFailed(new JwkSetFetch().get(url), "TLS");
            secure.enqueue(new MockResponse.Builder()
                    .code(200)
                    .body(set(KEY.publicJwk()))
                    .build());
            JwkSetFetch trusting = new JwkSetFetch(() -> new OkHttpClient.Builder()
                    .sslSocketFactory(clientSide.sslSocketFactory(), clientSide.trustManager())
                    .build());
            assertThat(trusting.get(url).keys()).isPresent();
        }
    }

    /** Bytes that OkHttp buffers before the first decoded byte are counted, too. */
    @Test
    void anEndlessResponseIsNotRead() throws IOException {
        try (EndlessServer chunks = EndlessServer.inAChunkExtension();
                EndlessServer gzip = EndlessServer.inAGzipHeader()) {
            assertFailed(new JwkSetFetch().get(chunks.url("/jwks.json")), "larger than 131072 bytes");
            assertFailed(new JwkSetFetch().get(gzip.url("/jwks.json")), "encoded with gzip");
            assertThat(chunks.served() + gzip.served()).isLessThan(16L << 20);
        }
    }
}
