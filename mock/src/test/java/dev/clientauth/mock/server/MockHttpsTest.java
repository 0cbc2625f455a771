// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.TestHttp;
import dev.clientauth.mock.http.Limits;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** The mock over https, with a certificate that clients can trust. */
@Timeout(30)
class MockHttpsTest {
    private MockProviderServer server;

    private void start(MockProviderServer.Builder builder) throws IOException {
        server = builder.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void servesHttpsWithATrustableCertificate() throws Exception {
        start(MockProviderServer.builder().https().host("mock.test"));
        int port = server.base().getPort();
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(server.certificatePem().orElseThrow()))
                .build();
        for (String host : List.of("localhost", "127.0.0.1")) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + "/api/state"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(TestHttp.json(response).path("certificate").asText())
                    .isEqualTo(server.certificatePem().get());
            assertNamesItsSigner(response.sslSession().orElseThrow().getPeerCertificates());
        }
        assertThat(server.base()).isEqualTo(URI.create("https://mock.test:" + port));
    }

    /** The requirements of OpenSSL's strict mode, which is the default of Python since 3.13. */
    private static void assertNamesItsSigner(Certificate[] chain) throws IOException {
        byte[] named = ((X509Certificate) chain[0]).getExtensionValue("2.5.29.35");
        byte[] signer = ((X509Certificate) chain[1]).getExtensionValue("2.5.29.14");
        assertThat(AuthorityKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(named))
                        .getKeyIdentifierOctets())
                .isEqualTo(SubjectKeyIdentifier.getInstance(JcaX509ExtensionUtils.parseExtensionValue(signer))
                        .getKeyIdentifier());
    }

    private static SSLContext trusting(String pem) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "mock",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void plainHttpOnAnHttpsPortIsHarmless() throws Exception {
        start(MockProviderServer.builder().https());
        try (Socket socket = new Socket("127.0.0.1", server.base().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /api/state HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .doesNotContain("HTTP/1.1 200");
        }
        assertThat(server.certificatePem().orElseThrow()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    /** Repeated incomplete TLS handshakes do not block other clients. */
    @Test
    void hangingHttpsClientsDoNotBlockOthers() throws Exception {
        start(MockProviderServer.builder()
                .https()
                .limits(new Limits(3, 1 << 15, 1 << 17, Duration.ofMinutes(1), Duration.ofMinutes(1))));
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 9; i++) {
                silent.add(new Socket("127.0.0.1", server.base().getPort()));
                silent.get(i).getOutputStream().write(0x16);
            }
            HttpResponse<String> response = HttpClient.newBuilder()
                    .sslContext(trusting(server.certificatePem().orElseThrow()))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.base() + "/api/state"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }
}
