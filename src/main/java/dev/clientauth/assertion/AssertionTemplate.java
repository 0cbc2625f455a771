// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import dev.clientauth.profile.Field;
import dev.clientauth.profile.FieldValues;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The constant part of a client's assertions, encoded once: the header and the fixed claims. Only the generated claims are
 * written for each assertion.
 */
final class AssertionTemplate {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int BASE64_GROUP = 3;

    private final Client client;
    private final Map<String, Object> header;
    private final Map<String, Object> fixedClaims;
    private final List<String> chosenClaims;
    /** The encoded header, a dot, and the constant part of the encoded payload. */
    private final byte[] encoded;
    /** The remaining bytes of the fixed claims, less than one base64 group. */
    private final byte[] rest;

    private AssertionTemplate(Client client, Map<String, Object> header, Map<String, Object> fixedClaims) {
        this.client = client;
        this.header = header;
        this.fixedClaims = fixedClaims;
        this.chosenClaims = client.profile().chosenClaims();
        byte[] payload = CompactJws.json(fixedClaims);
        // Without the closing brace, and with a comma if generated claims follow.
        boolean hasBoth = !fixedClaims.isEmpty() && !chosenClaims.isEmpty();
        payload[payload.length - 1] = ',';
        byte[] start = hasBoth ? payload : Arrays.copyOf(payload, payload.length - 1);
        int whole = start.length - start.length % BASE64_GROUP;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(BASE64URL.encode(CompactJws.json(header)));
        out.write('.');
        out.writeBytes(BASE64URL.encode(Arrays.copyOf(start, whole)));
        this.encoded = out.toByteArray();
        this.rest = Arrays.copyOfRange(start, whole, start.length);
    }

    /** Creates the template of this client's assertions. */
    static AssertionTemplate of(Client client) {
        FieldValues values = client.profile().fieldValues(client.tokenEndpoint(), client.registration());
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", client.algorithm().getName());
        header.putAll(values.in(Field.Part.HEADER));
        // RFC 7515 section 4.1.6: an array of certificates.
        header.computeIfPresent("x5c", (name, certificate) -> List.of(certificate));
        return new AssertionTemplate(
                client,
                Collections.unmodifiableMap(header),
                Collections.unmodifiableMap(new LinkedHashMap<>(values.in(Field.Part.CLAIM))));
    }

    Map<String, Object> header() {
        return header;
    }

    Map<String, Object> fixedClaims() {
        return fixedClaims;
    }

    /** Appends the generated claims of a draft, and signs. */
    String sign(AssertionDraft draft) {
        StringBuilder tail = new StringBuilder();
        for (String name : chosenClaims) {
            Object value = draft.claims().get(name);
            tail.append(tail.isEmpty() ? "\"" : ",\"").append(name).append("\":");
            // A string is a UUID, which needs no escapes.
            tail.append(value instanceof Long ? value : "\"" + value + "\"");
        }
        byte[] chosen = tail.append('}').toString().getBytes(US_ASCII);
        byte[] payload = ByteBuffer.allocate(rest.length + chosen.length)
                .put(rest)
                .put(chosen)
                .array();
        byte[] end = BASE64URL.encode(payload);
        byte[] input = ByteBuffer.allocate(encoded.length + end.length)
                .put(encoded)
                .put(end)
                .array();
        return CompactJws.sign(input, client.algorithm(), client.key());
    }
}
