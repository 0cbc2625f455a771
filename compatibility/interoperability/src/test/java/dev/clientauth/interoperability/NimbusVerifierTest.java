// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.ExpendedJTIChecker;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.PrivateKeyJwt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.PublicKey;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The verifier of Nimbus' SDK, which Connect2id's server and others use, judges requests of the library. */
class NimbusVerifierTest extends ServerContract {
    private static HttpServer server;
    private static String issuer;
    private static ClientAuthenticationVerifier<Object> verifier;

    NimbusVerifierTest() {
        super(Judge.NIMBUS_VERIFIER);
    }

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        verifier = new ClientAuthenticationVerifier<>(
                new RegisteredKeys(), Set.of(new Audience(issuer)), JWTAudienceCheck.STRICT, new UsedIds());
        server.createContext("/token", NimbusVerifierTest::respond);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Override
    Profile profile() {
        return PrivateKeyJwt.profile(issuer, URI.create(issuer + "/token"));
    }

    @Override
    Set<AssertionFault> accepted() {
        return EnumSet.of(
                AssertionFault.EXP_FAR,
                AssertionFault.EXP_JUST_PAST,
                AssertionFault.CRIT_EMPTY,
                AssertionFault.CRIT_B64,
                AssertionFault.IAT_FUTURE,
                AssertionFault.IAT_ABSENT,
                AssertionFault.NBF_FUTURE,
                AssertionFault.JTI_ABSENT,
                AssertionFault.KID_OTHER,
                AssertionFault.TYP_OTHER);
    }

    private static void respond(HttpExchange exchange) throws IOException {
        boolean valid = isValid(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = (valid
                        ? "{\"access_token\":\"token\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                        : "{\"error\":\"invalid_client\"}")
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(valid ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static boolean isValid(String body) {
        try {
            HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, URI.create(issuer + "/token"));
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
            request.setBody(body);
            verifier.verify(ClientAuthentication.parse(request), null, null);
            return true;
        } catch (com.nimbusds.oauth2.sdk.ParseException
                | InvalidClientException
                | com.nimbusds.jose.JOSEException refused) {
            return false;
        }
    }

    private static final class RegisteredKeys implements ClientCredentialsSelector<Object> {
        @Override
        public List<Secret> selectClientSecrets(
                ClientID client, ClientAuthenticationMethod method, Context<Object> context) {
            return List.of();
        }

        @Override
        public List<? extends PublicKey> selectPublicKeys(
                ClientID client,
                ClientAuthenticationMethod method,
                JWSHeader header,
                boolean refresh,
                Context<Object> context)
                throws InvalidClientException {
            SigningKey key = KEYS.get(header.getAlgorithm().getName());
            if (key == null || !client.getValue().equals(clientId(header.getAlgorithm().getName()))) {
                throw InvalidClientException.NO_MATCHING_JWK;
            }
            try {
                return JWSAlgorithm.Family.EC.contains(header.getAlgorithm())
                        ? List.of(key.publicJwk().toECKey().toECPublicKey())
                        : List.of(key.publicJwk().toRSAKey().toRSAPublicKey());
            } catch (com.nimbusds.jose.JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class UsedIds implements ExpendedJTIChecker<Object> {
        private final Map<String, Date> used = new ConcurrentHashMap<>();

        @Override
        public boolean isExpended(
                JWTID id, ClientID client, ClientAuthenticationMethod method, Context<Object> context) {
            return used.containsKey(client + " " + id);
        }

        @Override
        public void markExpended(
                JWTID id, Date expires, ClientID client, ClientAuthenticationMethod method, Context<Object> context) {
            used.put(client + " " + id, expires);
        }
    }
}
