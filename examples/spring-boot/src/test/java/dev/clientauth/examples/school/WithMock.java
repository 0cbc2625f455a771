// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.school;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.clientauth.mock.server.MockProviderServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a local mock of Apple School Manager with 250 devices, and the application as one of its clients. */
public final class WithMock {
    private static final String CLIENT_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    private static final String KEY_ID = "8136a1f6-c995-4010-b964-bc8278c107ef";

    private WithMock() {}

    public static void main(String[] args) throws Exception {
        MockProviderServer mock = mock();
        ConfigurableApplicationContext application = application(mock, 8080);
        System.out.println("Open http://127.0.0.1:8080/devices, /actuator/health and"
                + " /actuator/metrics/clientauth.token.requests, and " + mock.base() + " for the requests. Stop with Ctrl-C.");
        while (application.isActive()) {
            Thread.sleep(1000);
        }
    }

    /** Its API allows four requests in two seconds. */
    static MockProviderServer mock() throws IOException {
        return MockProviderServer.builder().apiLimit(4, Duration.ofSeconds(2)).start();
    }

    static ConfigurableApplicationContext application(MockProviderServer mock, int port)
            throws IOException, JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
        mock.provider("apple-school-manager").register(CLIENT_ID, key.toPublicJWK());
        Path file = Files.createTempFile("school", ".pem");
        file.toFile().deleteOnExit();
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.toPrivateKey().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        return SpringApplication.run(
                SchoolApplication.class,
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--SCHOOL_CLIENT_ID=" + CLIENT_ID,
                "--SCHOOL_KEY_ID=" + KEY_ID,
                "--SCHOOL_KEY_FILE=" + file,
                "--clientauth.clients.school.token-endpoint="
                        + mock.provider("apple-school-manager").tokenEndpoint(),
                "--clientauth.clients.school.api-base=" + mock.base() + "/apple-school-manager/v1");
    }
}
