// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.fakes.Wycheproof;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Apple's keys and tokens are held to the JWK Sets and the RS256 signatures of Wycheproof. */
class WycheproofAppleTest {
    @Test
    void onlyTheValidRsaKeyIsUsed() throws Exception {
        List<Integer> used = new ArrayList<>();
        int sets = 0;
        for (JsonNode group : Wycheproof.groups("json_web_key")) {
            sets++;
            String set = group.get(group.has("public") ? "public" : "private").toString();
            if (!KeySetDocument.read(set.getBytes(UTF_8)).isEmpty()) {
                used.add(group.get("tests").get(0).get("tcId").asInt());
            }
        }

        assertThat(sets).isEqualTo(25);
        assertThat(used).containsExactly(5);
    }

    @Test
    void aKeyWithoutTheOperationVerifyIsNotUsed() {
        RSAKey.Builder key = new RSAKey.Builder(TestTokens.KEY.toPublicJWK()).keyUse(null);

        assertThat(read(key.keyOperations(Set.of(KeyOperation.VERIFY)))).hasSize(1);
        assertThat(read(key.keyOperations(Set.of(KeyOperation.ENCRYPT)))).isEmpty();
        assertThat(read(key.keyOperations(Set.of()))).isEmpty();
    }

    @Test
    void aTokenIsAcceptedExactlyIfItsSignatureIsValid() throws Exception {
        int tested = 0;
        List<String> wrong = new ArrayList<>();
        for (JsonNode group : Wycheproof.groups("json_web_signature")) {
            if (!group.get("comment").asText().equals("rs256")) {
                continue;
            }
            AppleJws verifier = new AppleJws(keys(set(group)));
            for (JsonNode test : group.get("tests")) {
                String token = test.get("jws").asText();
                if (token.contains("..")) {
                    continue; // A payload that is empty is rejected in any case.
                }
                tested++;
                boolean isValid = test.get("result").asText().equals("valid");
                if (isSignatureAccepted(verifier, token) != isValid) {
                    wrong.add(test.toString());
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(tested).isEqualTo(229);
    }

    /** The payloads are no claims, which is found after the signature has been verified. */
    private static boolean isSignatureAccepted(AppleJws verifier, String token) {
        try {
            verifier.claims(token);
            return true;
        } catch (IdentityRejectedException e) {
            return e.getMessage().contains("a payload that is not a JSON object");
        }
    }

    private static List<JWK> read(RSAKey.Builder key) {
        return KeySetDocument.read(new JWKSet(key.build()).toString().getBytes(UTF_8));
    }

    private static AppleKeys keys(byte[] set) {
        HttpTransport apple =
                request -> new HttpTransport.Response(200, Map.of("Content-Type", List.of("application/json")), set);
        return AppleKeys.at(AppleEndpoints.at(URI.create("https://apple.example")), apple, Clock.systemUTC());
    }

    private static byte[] set(JsonNode group) {
        return ("{\"keys\":[" + group.get("public") + "]}").getBytes(UTF_8);
    }
}
