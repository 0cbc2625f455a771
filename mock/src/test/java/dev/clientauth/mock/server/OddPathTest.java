// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** A request whose path is not one of the provider's, or not a path at all, is refused and recorded like any other. */
@Timeout(60)
class OddPathTest {
    private static final List<String> ODD = List.of(
            "/%20x",
            "/%20",
            "/x%20",
            "/%7Bid%7D",
            "/{id}",
            "/%5Bx%5D",
            "/[x]",
            "/a|b",
            "/a^b",
            "/a\\b",
            "/a\"b",
            "/a`b",
            "/%00",
            "/%0A",
            "/%0d%0aX:%20y",
            "/%7F",
            "/%E2%80%AE",
            "/%ff%fe",
            "/\u00e9",
            "/%C3%A9",
            "/%25",
            "/%2525",
            "/%",
            "/%2",
            "/%zz",
            "/%2F",
            "/a%2Fb",
            "//",
            "//x",
            "/./x",
            "/../x",
            "/%2e%2e/x",
            "/;a=b",
            "/x;y",
            "/<x>",
            "/x?a=b%zz",
            "/x?{a}",
            "/x?a=[b]",
            "/x?a b".replace(" ", "%20"),
            "/x#y",
            "/%23",
            "/%3F",
            "/:80",
            "/@x",
            "/v1/%20",
            "/v1/{id}",
            "/fhir/%20",
            "/fhir/Patient/%5B",
            "/fhir/%00/%zz",
            "/auth/%20",
            "/auth/token%20",
            "/auth/token/%7B",
            "/.well-known/%20",
            "/interconnect-fhir-oauth/oauth2/token%20",
            "/interconnect-fhir-oauth/api/FHIR/R4/%20",
            "/interconnect-fhir-oauth/api/FHIR/R4/Patient/{id}");

    private MockProviderServer server;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyUnusualPathBelowAProviderIsRefusedAndRecorded() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String provider : server.providers()) {
            for (String path : ODD) {
                for (String method : List.of("GET", "POST", "PUT")) {
                    int before = recorded();
                    int status = status(method, "/" + provider + path);
                    if (status < 400 || status > 499 || recorded() != before + 1) {
                        wrong.add(method + " /" + provider + path + ": " + status + ", " + (recorded() - before)
                                + " recorded");
                    }
                    clear();
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private int recorded() {
        return server.received().size() + server.calls().size();
    }

    private void clear() {
        server.providers().forEach(id -> server.provider(id).clear());
    }

    private int status(String method, String target) throws IOException {
        try (Socket socket = new Socket(server.base().getHost(), server.base().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:"
                            + server.base().getPort() + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(ISO_8859_1));
            String response = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return Integer.parseInt(response.substring(9, 12));
        }
    }
}
