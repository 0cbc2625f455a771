// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.clientauth.profile.Registration;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client with an EC key, as it is registered with a mock, and its properties. */
final class TestClient {
    static final String ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    static final String KEY_ID = "ABC123DEFG";
    static final String TEAM_ID = "DEF123GHIJ";
    static final ECKey KEY = key();

    private TestClient() {}

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Registration registration(String clientId) {
        return Registration.of(clientId).withTeamId(TEAM_ID).withKeyId(KEY_ID).withKeys(List.of(KEY.toPublicJWK()));
    }

    static byte[] der() {
        try {
            return KEY.toPrivateKey().getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64() {
        return Base64.getEncoder().encodeToString(der());
    }

    static String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** Returns the properties of a School Manager client, with the key as text, and additional or changed properties. */
    static String[] school(String name, String... more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("provider", "apple-school-manager");
        all.put("client-id", ID);
        all.put("key", base64());
        all.put("key-id", KEY_ID);
        for (String each : more) {
            all.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return all.entrySet().stream()
                .map(each -> property(name, each.getKey(), each.getValue()))
                .toArray(String[]::new);
    }

    static String property(String client, String name, Object value) {
        return ClientAuthProperties.PREFIX + client + "." + name + "=" + value;
    }
}
