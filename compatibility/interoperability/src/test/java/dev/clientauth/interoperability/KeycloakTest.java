// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Keycloak;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Keycloak judges requests of the library. It is downloaded and runs only with the Maven profile "keycloak". */
@Tag("keycloak")
class KeycloakTest extends ServerContract {
    private static final String CERTIFIED = "client-certificate";
    private static final String PASSWORD = "changeit";
    private static final String PUBLISHED = "client-jwk-set-url";
    private static final Map<String, SigningKey> MORE_KEYS = Stream.of("ES512", "RS512", "PS384", "PS512", "EdDSA")
            .collect(Collectors.toMap(
                    algorithm -> algorithm, algorithm -> SigningKey.generate(JWSAlgorithm.parse(algorithm))));
    private static final Set<RequestFault> ACCEPTED = EnumSet.of(
            RequestFault.AUTHORIZATION,
            RequestFault.CONTENT_TYPE_CHARSET,
            RequestFault.AUD_ARRAY_OF_ONE,
            RequestFault.AUD_CIBA,
            RequestFault.AUD_INTROSPECTION,
            RequestFault.AUD_PAR,
            RequestFault.AUD_TOKEN,
            RequestFault.CLIENT_ID_ABSENT,
            RequestFault.EXP_FRACTION,
            RequestFault.EXP_MILLISECONDS,
            RequestFault.MEMBER_TWICE,
            RequestFault.IAT_FRACTION,
            RequestFault.IAT_TEXT,
            RequestFault.IAT_NULL,
            RequestFault.IAT_AHEAD_10,
            RequestFault.IAT_OLD_50,
            RequestFault.JTI_NUMBER,
            RequestFault.JTI_EMPTY,
            RequestFault.KID_ABSENT,
            RequestFault.NBF_TEXT,
            RequestFault.NBF_AFTER_EXP,
            RequestFault.NBF_AHEAD_10,
            RequestFault.SCOPE_SPACES,
            RequestFault.TYP_UNKNOWN,
            RequestFault.TYP_ABSENT,
            RequestFault.TYP_NEW,
            RequestFault.THUMBPRINT_HEX,
            RequestFault.QUERY,
            RequestFault.QUERY_EMPTY);

    @TempDir
    static Path folder;

    private static KeycloakServer server;
    private static PublishedKeys published;
    private static SigningKey certified;

    KeycloakTest() {
        super(Judge.KEYCLOAK);
    }

    @BeforeAll
    static void start() throws Exception {
        List<Map<String, ?>> clients = new ArrayList<>();
        KEYS.forEach((algorithm, key) -> clients.add(registered(clientId(algorithm), algorithm, jwkSet(key))));
        MORE_KEYS.forEach((algorithm, key) -> clients.add(registered(clientId(algorithm), algorithm, jwkSet(key))));
        Path file = keyStore();
        certified = SigningKey.fromKeyStore(file, PASSWORD.toCharArray());
        byte[] certificate = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray())
                .getCertificate("key")
                .getEncoded();
        clients.add(registered(
                CERTIFIED,
                "RS256",
                Map.of("jwt.credential.certificate", Base64.getEncoder().encodeToString(certificate))));
        published = new PublishedKeys(publicKeys());
        clients.add(registered(
                PUBLISHED, "ES384", Map.of("use.jwks.url", "true", "jwks.url", published.uri().toString())));
        server = KeycloakServer.start(clients);
    }

    private static Map<String, String> jwkSet(SigningKey key) {
        return Map.of("use.jwks.string", "true", "jwks.string", new JWKSet(key.publicJwk()).toString(true));
    }

    private static Map<String, ?> registered(String clientId, String algorithm, Map<String, String> keys) {
        Map<String, String> attributes = new HashMap<>(keys);
        attributes.put("token.endpoint.auth.signing.alg", algorithm);
        return Map.of(
                "clientId", clientId,
                "enabled", true,
                "publicClient", false,
                "serviceAccountsEnabled", true,
                "clientAuthenticatorType", "client-jwt",
                "attributes", attributes);
    }

    private static Path keyStore() throws Exception {
        Path file = folder.resolve("keycloak.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", "key", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=client",
                        "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            published.close();
        }
    }

    @Override
    Profile profile() {
        return Keycloak.profile(URI.create(server.issuer() + "/protocol/openid-connect/token"));
    }

    @Override
    Set<AssertionFault> accepted() {
        return EnumSet.of(
                AssertionFault.EXP_FAR,
                AssertionFault.EXP_TEXT,
                AssertionFault.IAT_ABSENT,
                AssertionFault.CRIT,
                AssertionFault.CRIT_ABSENT,
                AssertionFault.CRIT_EMPTY,
                AssertionFault.CRIT_TEXT,
                AssertionFault.CRIT_STANDARD,
                AssertionFault.CRIT_B64,
                AssertionFault.TYP_OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES512", "RS512", "PS384", "PS512", "EdDSA"})
    void acceptsTheOtherAlgorithmsOfItsProfile(String algorithm) {
        accepts(algorithm, client(algorithm, MORE_KEYS.get(algorithm)));
    }

    @Test
    void everyAlgorithmOfItsProfileIsTried() {
        Set<String> tried = new TreeSet<>(ALGORITHMS);
        tried.addAll(MORE_KEYS.keySet());
        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(
                        profile().algorithms().stream().map(JWSAlgorithm::getName).toList());
    }

    @Test
    void acceptsTheKeyOfARegisteredCertificate() {
        accepts(
                "RS256, the certificate is registered",
                ClientAuthenticator.builder(profile())
                        .clientId(CERTIFIED)
                        .signingKey(certified)
                        .algorithm(JWSAlgorithm.RS256)
                        .build());
    }

    @Test
    void acceptsTheKeyOfAJwkSetUrl() {
        accepts(
                "ES384, the JWK Set URL is registered",
                ClientAuthenticator.builder(profile())
                        .clientId(PUBLISHED)
                        .signingKey(KEYS.get("ES384"))
                        .build());
    }

    private static void accepts(String how, ClientAuthenticator client) {
        assertThat(client.accessToken().value()).isNotBlank();
        JudgeResults.record(Judge.KEYCLOAK, "_client_credentials_ by the library, " + how, "accepted", "none", "none");
    }

    @ParameterizedTest
    @EnumSource
    void judgesOneFaultOfARequest(RequestFault fault) throws Exception {
        judge(fault.description(), fault.in(request()), false, ACCEPTED.contains(fault));
    }

    /** What the rules alone do not call broken. */
    @Test
    void theResponseNamesWhatAnUnknownKidAndTheTimesWouldNot() throws Exception {
        assertThat(refused(request(AssertionFault.KID_OTHER)).namedCause())
                .hasValueSatisfying(cause -> assertThat(cause.id()).isEqualTo("key-not-registered"));
        assertThat(refused(RequestFault.IAT_OLD.in(request())).blocking())
                .extracting(finding -> finding.rule().id())
                .containsExactly("keycloak.iat.recent");
        assertThat(refused(RequestFault.IAT_ABSENT_EXP_FAR.in(request())).blocking())
                .extracting(finding -> finding.rule().id())
                .containsExactly("keycloak.exp.within-one-minute-without-iat");
    }

    private Diagnosis refused(HandmadeRequest request) throws Exception {
        Instant sent = Instant.now();
        HttpResponse<String> response = post(request);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode body = new ObjectMapper().readTree(response.body());
        return profile()
                .diagnose(
                        request.toDiagnose(),
                        context(sent, false)
                                .withResponse(new ErrorResponse(
                                        400,
                                        body.path("error").asText(),
                                        body.path("error_description").asText())));
    }
}
