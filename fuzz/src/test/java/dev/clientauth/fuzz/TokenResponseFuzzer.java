// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.http.TokenResponseBridge;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Parses the response of a token endpoint: a line with the status and one header, then the body. The secret is a credential of
 * the request, which the response may echo anywhere.
 */
public final class TokenResponseFuzzer {
    private static final TokenRequest REQUEST = TokenRequest.builder()
            .method("POST")
            .endpoint(URI.create("https://id.example.com/token"))
            .parameter("grant_type", "authorization_code")
            .parameter("code", Probe.SECRET)
            .parameter("client_assertion", "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0." + Probe.SECRET)
            .build();
    private static final int STATUS_DIGITS = 3;

    private TokenResponseFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String line = new String(input, 0, end, ISO_8859_1);
        byte[] body = Arrays.copyOfRange(input, Math.min(input.length, end + 1), input.length);
        HttpTransport.Response response = new HttpTransport.Response(status(line), header(line), withSecret(body));
        Probe.of(input, TokenTransportException.class).run(() -> TokenResponseBridge.read(REQUEST, response));
    }

    private static byte[] withSecret(byte[] body) {
        String text = new String(body, ISO_8859_1);
        return text.contains(Probe.PLACE)
                ? text.replace(Probe.PLACE, Probe.SECRET).getBytes(ISO_8859_1)
                : body;
    }

    private static int status(String line) {
        int status = 0;
        for (int i = 0; i < Math.min(STATUS_DIGITS, line.length()); i++) {
            status = status * 10 + (line.charAt(i) & 0x7f) % 10;
        }
        return status;
    }

    private static Map<String, List<String>> header(String line) {
        int colon = line.indexOf(':');
        String name =
                colon > STATUS_DIGITS ? line.substring(STATUS_DIGITS, colon).strip() : "";
        return name.isEmpty()
                ? Map.of()
                : Map.of(
                        name,
                        List.of(new String(line.substring(colon + 1).getBytes(ISO_8859_1), UTF_8)
                                .strip()
                                .replace(Probe.PLACE, Probe.SECRET)));
    }
}
