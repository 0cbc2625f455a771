// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes the JWS compact serialization (RFC 7515 section 7.1). */
final class CompactJws {
    /** Only Jackson's generator, because the object mapper doubles the time to the first token. */
    private static final JsonFactory JSON = new JsonFactory();

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private CompactJws() {}

    /** Signs these bytes of the header and the payload. */
    static String sign(byte[] header, byte[] payload, JWSAlgorithm algorithm, SigningKey key) {
        String input = BASE64URL.encodeToString(header) + "." + BASE64URL.encodeToString(payload);
        return sign(input.getBytes(US_ASCII), algorithm, key);
    }

    /** Signs an encoded header, a dot and an encoded payload. */
    static String sign(byte[] signingInput, JWSAlgorithm algorithm, SigningKey key) {
        return new String(signingInput, US_ASCII) + "." + BASE64URL.encodeToString(key.sign(algorithm, signingInput));
    }

    /** Returns a JSON object with these members, in order. Values are strings, integers and lists of strings. */
    static byte[] json(Map<String, Object> members) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            for (Map.Entry<String, Object> member : members.entrySet()) {
                generator.writeFieldName(member.getKey());
                if (member.getValue() instanceof Long number) {
                    generator.writeNumber(number);
                } else if (member.getValue() instanceof List<?> texts) {
                    generator.writeStartArray();
                    for (Object text : texts) {
                        generator.writeString((String) text);
                    }
                    generator.writeEndArray();
                } else {
                    generator.writeString((String) member.getValue());
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed.", e);
        }
        return json.toByteArray();
    }
}
