// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.Registration;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A team with its own key, which creates client secrets with Nimbus and posts forms with the JDK. */
public record AppleTeam(String id, ECKey key, Clock clock) {

    public static AppleTeam of(String id, Clock clock) {
        try {
            return new AppleTeam(
                    id, new ECKeyGenerator(Curve.P_256).keyID("ABC123DEFG").generate(), clock);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public Registration owning(String clientId) {
        return Registration.of(clientId).withTeamId(id).withKeys(List.of(key));
    }

    public String clientSecret(String clientId) {
        return clientSecret(clientId, "https://appleid.apple.com");
    }

    public String clientSecret(String clientId, String audience) {
        Instant now = clock.instant();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ABC123DEFG").build(),
                new JWTClaimsSet.Builder()
                        .issuer(id)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .audience(audience)
                        .subject(clientId)
                        .build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return jwt.serialize();
    }

    /** The form: the client's credentials, then the given name, value, name, value. */
    public Map<String, String> form(String clientId, String... more) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret(clientId));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    public HttpResponse<String> post(URI endpoint, String clientId, String... more) {
        return TestHttp.post(endpoint, form(clientId, more));
    }

    public HttpResponse<String> postBearing(String token, URI endpoint, String clientId, String... more) {
        return TestHttp.send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form(clientId, more)))));
    }

    public static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
