// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.json.Json;
import dev.clientauth.key.SigningKey;
import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An assertion with any header and claims, so that a test can add a single fault. */
public final class ForgedAssertion {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    /** Sets a header member, or removes it if the value is null. */
    public ForgedAssertion header(String name, @Nullable Object value) {
        put(header, name, value);
        return this;
    }

    /** Sets a claim, or removes it if the value is null. */
    public ForgedAssertion claim(String name, @Nullable Object value) {
        put(claims, name, value);
        return this;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
    }

    /** Signs with this key, regardless of the header. */
    public String signed(JWSAlgorithm algorithm, SigningKey key) {
        String input = base64Url(header) + "." + base64Url(claims);
        return input + "." + BASE64URL.encodeToString(key.sign(algorithm, input.getBytes(UTF_8)));
    }

    /** Uses the signature of another assertion. */
    public String withSignatureOf(String other) {
        return base64Url(header) + "." + base64Url(claims) + other.substring(other.lastIndexOf('.'));
    }

    private static String base64Url(Map<String, Object> members) {
        return BASE64URL.encodeToString(Json.write(members).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
