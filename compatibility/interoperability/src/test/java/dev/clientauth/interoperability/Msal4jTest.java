// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Microsoft's own client requests a token from the mock of Entra ID, with a certificate. */
class Msal4jTest {
    private static final String PROVIDER = "microsoft-entra-id";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static MockProviderServer server;
    private static KeyStore.PrivateKeyEntry uploaded;
    private static KeyStore.PrivateKeyEntry other;

    @BeforeAll
    static void start() throws Exception {
        server = MockProviderServer.start();
        uploaded = selfSigned("uploaded");
        other = selfSigned("other");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isAccepted() throws Exception {
        assertThat(request(uploaded, "https://graph.microsoft.com/.default")).isNotBlank();
        run().accepted("_client_credentials_");
    }

    @Test
    void isRefusedWithACertificateThatWasNotUploaded() {
        assertThatThrownBy(() -> request(other, "https://graph.microsoft.com/.default"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(MsalServiceException.class);
        run().refused("certificate that was not uploaded", PROVIDER + ".signature.verifies", PROVIDER + ".x5t-s256");
    }

    @Test
    void isRefusedWithAScopeOfADelegatedPermission() {
        assertThatThrownBy(() -> request(uploaded, "https://graph.microsoft.com/User.Read"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(MsalServiceException.class);
        run().refused("`scope` without `/.default`", PROVIDER + ".scope.default");
    }

    private static ClientRun run() {
        return new ClientRun(Judge.MSAL4J, server, server.provider(PROVIDER));
    }

    private static String request(KeyStore.PrivateKeyEntry entry, String scope) throws Exception {
        ClientRun.on(
                server,
                Judge.MSAL4J,
                PROVIDER,
                RSAKey.parse((X509Certificate) uploaded.getCertificate()));
        return ConfidentialClientApplication.builder(
                        ClientRun.CLIENT_ID,
                        ClientCredentialFactory.createFromCertificate(
                                entry.getPrivateKey(), (X509Certificate) entry.getCertificate()))
                .authority("https://login.microsoftonline.com/contoso.onmicrosoft.com/")
                .instanceDiscovery(false)
                .httpClient(Msal4jTest::send)
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(scope)).build())
                .join()
                .accessToken();
    }

    /** Sends a request to the mock, with the Host header of the real server. */
    private static IHttpResponse send(com.microsoft.aad.msal4j.HttpRequest request) throws Exception {
        HttpRequest.Builder rerouted = HttpRequest.newBuilder(
                        URI.create(server.base() + request.url().getFile()))
                .timeout(Duration.ofSeconds(10))
                .header("Host", request.url().getHost())
                .method(request.httpMethod().name(), HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(rerouted::header);
        HttpResponse<String> response = HTTP.send(rerouted.build(), HttpResponse.BodyHandlers.ofString());
        com.microsoft.aad.msal4j.HttpResponse copied = new com.microsoft.aad.msal4j.HttpResponse()
                .statusCode(response.statusCode())
                .body(response.body());
        copied.addHeaders(response.headers().map());
        return copied;
    }

    private static KeyStore.PrivateKeyEntry selfSigned(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keyalg", "RSA", "-keysize", "2048",
                        "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(),
                        "-storepass", new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new KeyStore.PrivateKeyEntry(
                (PrivateKey) store.getKey(name, PASSWORD), store.getCertificateChain(name));
    }
}
