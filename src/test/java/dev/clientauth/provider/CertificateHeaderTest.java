// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.TestCertificates;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.rules.HeaderRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.LocalDate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisplayName("A profile that identifies the key by its certificate")
class CertificateHeaderTest {
    private static final URI ENDPOINT = URI.create("https://idcs.example.com/oauth2/v1/token");
    private static final Citation GUIDE =
            Citation.documented("A guide", "https://idcs.example.com/guide", LocalDate.of(2026, 11, 26));

    private static Profile profile(Rule rule) {
        return PrivateKeyJwt.withTokenEndpointAudience(ENDPOINT).toBuilder("by-certificate", "By certificate")
                .without("kid")
                .without("kid.present")
                .rule(rule)
                .build();
    }

    private static SignedJWT assertion(Profile profile, SigningKey key) throws Exception {
        return SignedJWT.parse(ClientAuthenticator.builder(profile)
                .clientId("reports")
                .signingKey(key)
                .build()
                .assertion()
                .value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void writesTheHeaderThatItRequires(String algorithm) throws Exception {
        SigningKey bare = SigningKey.generate(JWSAlgorithm.parse(algorithm));
        X509Certificate certificate = TestCertificates.of(bare);
        SigningKey key = bare.withCertificate(certificate);
        byte[] der = certificate.getEncoded();

        SignedJWT sha1 = assertion(profile(HeaderRules.certificateSha1Thumbprint(GUIDE)), key);
        SignedJWT sha256 = assertion(profile(HeaderRules.certificateThumbprint(GUIDE)), key);
        SignedJWT chain = assertion(profile(HeaderRules.certificate(GUIDE)), key);

        assertThat(sha1.getHeader().toJSONObject())
                .containsEntry("x5t", hash("SHA-1", der))
                .doesNotContainKeys("kid", "x5t#S256", "x5c");
        assertThat(sha256.getHeader().toJSONObject())
                .containsEntry("x5t#S256", hash("SHA-256", der))
                .doesNotContainKeys("kid", "x5t", "x5c");
        assertThat(chain.getHeader().getX509CertChain())
                .singleElement()
                .satisfies(first -> assertThat(first.decode()).isEqualTo(der));
        assertThat(chain.getHeader().toJSONObject()).doesNotContainKeys("kid", "x5t", "x5t#S256");
    }

    @Test
    void needsAKeyWithACertificate() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        assertion(profile(HeaderRules.certificate(GUIDE)), SigningKey.generate(JWSAlgorithm.ES256)))
                .withMessageContaining("needs the certificate: set it with SigningKey.load(file).withCertificate");
    }

    @Test
    void ofMaskinportenSendsTheCertificateInPlaceOfAKeyId() throws Exception {
        SigningKey bare = SigningKey.generate(JWSAlgorithm.RS256);
        X509Certificate certificate = TestCertificates.of(bare);
        ClientAuthenticator client = ClientAuthenticator.builder(Maskinporten.withCertificate(Maskinporten.test()))
                .clientId("0f5ddd1b-7a2c-4a9f-9a3e-0123456789ab")
                .signingKey(bare.withCertificate(certificate))
                .scopes("skatteetaten:testnorge/testdata.read")
                .build();

        assertThat(SignedJWT.parse(client.assertion().value()).getHeader().toJSONObject())
                .containsKey("x5c")
                .doesNotContainKey("kid");
    }

    private static String hash(String algorithm, byte[] der) throws Exception {
        return Base64URL.encode(MessageDigest.getInstance(algorithm).digest(der))
                .toString();
    }
}
