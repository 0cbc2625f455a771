// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.token.TokenEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The beans that the properties of clients create. */
@ExtendWith(OutputCaptureExtension.class)
class ClientBeansTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ClientAuthAutoConfiguration.class, SslAutoConfiguration.class));

    @TempDir
    Path folder;

    @Test
    void oneClientIsInjectableByType() {
        application
                .withPropertyValues(TestClient.school("school"))
                .run(context -> assertThat(context)
                        .hasSingleBean(ClientAuthenticator.class)
                        .hasBean("schoolClientAuthenticator"));
    }

    @Test
    void withoutClientsThereIsNoBeanOfAClient() {
        application.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(ClientAuthenticator.class)
                .doesNotHaveBean(BearerRequestInterceptor.class));
    }

    @Test
    void severalClientsAreInjectableByTheirNameAsTheQualifier() {
        application
                .withPropertyValues(TestClient.school("school", "api-base=https://api-school.apple.com/v1"))
                .withPropertyValues(TestClient.school("second-school", "api-base=https://api-school.apple.com/v1"))
                .withUserConfiguration(TwoSchools.class)
                .run(context -> {
                    Two two = context.getBean(Two.class);
                    assertThat(two.first()).isSameAs(context.getBean("schoolClientAuthenticator"));
                    assertThat(two.second()).isSameAs(context.getBean("second-schoolClientAuthenticator"));
                    assertThat(two.interceptor()).isSameAs(context.getBean("schoolRequestInterceptor"));
                    assertThat(two.filter()).isSameAs(context.getBean("second-schoolExchangeFilter"));
                });
    }

    record Two(
            ClientAuthenticator first,
            ClientAuthenticator second,
            BearerRequestInterceptor interceptor,
            BearerExchangeFilter filter) {}

    @Configuration(proxyBeanMethods = false)
    static class TwoSchools {
        @Bean
        Two two(
                @Qualifier("school") ClientAuthenticator first,
                @Qualifier("second-school") ClientAuthenticator second,
                @Qualifier("school") BearerRequestInterceptor interceptor,
                @Qualifier("second-school") BearerExchangeFilter filter) {
            return new Two(first, second, interceptor, filter);
        }
    }

    @Test
    void withoutAnApiThereIsNoInterceptor() {
        application
                .withPropertyValues(TestClient.school("school"))
                .run(context -> assertThat(context)
                        .doesNotHaveBean(BearerRequestInterceptor.class)
                        .doesNotHaveBean(BearerExchangeFilter.class));
    }

    @Test
    void anApplicationWithoutAnyHttpClientOfSpringHasOnlyTheAuthenticator() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.http", "org.springframework.web"))
                .withPropertyValues(TestClient.school("school", "api-base=https://api-school.apple.com/v1"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ClientAuthenticator.class));
    }

    @Test
    void aBeanOfTheApplicationWithTheSameNameTakesPrecedence() {
        InvalidatedTokens own = new InvalidatedTokens();
        application
                .withPropertyValues(TestClient.school("school"))
                .withBean("schoolClientAuthenticator", ClientAuthenticator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(ClientAuthenticator.class)).isSameAs(own));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file",
                "path",
                "classpath",
                "environment",
                "base64",
                "pem",
                "one-line-pem",
                "jwk",
                "bundle",
                "encrypted"
            })
    void aKeyIsReadFrom(String form) throws IOException {
        Path file = Files.writeString(folder.resolve("school.pem"), TestClient.pem());
        String key = switch (form) {
            case "file" -> file.toUri().toString();
            case "path" -> file.toString();
            case "classpath" -> "classpath:keys/AuthKey_TESTKEY123.p8";
            case "environment" -> "env:SCHOOL_KEY";
            case "pem" -> TestClient.pem();
            case "one-line-pem" -> TestClient.pem().replace("\n", "\\n");
            case "jwk" -> TestClient.KEY.toJSONString();
            case "bundle" -> "bundle:school";
            case "encrypted" -> "classpath:keys/encrypted.pem";
            default -> TestClient.base64();
        };
        application
                .withPropertyValues(TestClient.school("school"))
                .withPropertyValues(
                        TestClient.property("school", "key", key),
                        "SCHOOL_KEY=" + TestClient.base64(),
                        "spring.ssl.bundle.pem.school.keystore.certificate=classpath:keys/certificate.pem",
                        "spring.ssl.bundle.pem.school.keystore.private-key=classpath:keys/AuthKey_TESTKEY123.p8")
                .withPropertyValues(
                        form.equals("encrypted")
                                ? new String[] {TestClient.property("school", "key-password", "changeit-for-tests")}
                                : new String[0])
                .run(context -> assertThat(context.getBean(ClientAuthenticator.class)
                                .assertion()
                                .keyId())
                        .contains(TestClient.KEY_ID));
    }

    @Test
    void theKeyIdIsTakenFromTheNameOfAnAppleKeyFile() {
        application
                .withPropertyValues(
                        TestClient.property("apple", "provider", "sign-in-with-apple"),
                        TestClient.property("apple", "client-id", "com.example.web"),
                        TestClient.property("apple", "team-id", TestClient.TEAM_ID),
                        TestClient.property("apple", "key", "classpath:keys/AuthKey_TESTKEY123.p8"))
                .run(context -> assertThat(context.getBean(ClientAuthenticator.class)
                                .assertion()
                                .keyId())
                        .contains("TESTKEY123"));
    }

    @Test
    void aCustomizerAndAListenerAreCalledWithTheNameOfTheClient() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (MockProviderServer mock = mock()) {
            application
                    .withPropertyValues(TestClient.school("school", "token-endpoint=" + endpoint(mock)))
                    .withBean(
                            ClientAuthenticatorCustomizer.class,
                            () -> (client, builder) -> builder.lifetime(Duration.ofMinutes(client.length())))
                    .withBean("throwing", ClientEventListener.class, () -> (client, event) -> {
                        throw new IllegalStateException("thrown by a listener");
                    })
                    .withBean("second", ClientEventListener.class, () -> (client, event) -> {
                        if (event instanceof TokenEvent.Refreshed) {
                            events.add(client);
                        }
                    })
                    .run(context -> {
                        ClientAuthenticator school = context.getBean(ClientAuthenticator.class);
                        assertThat(school.accessToken().value()).isNotEmpty();
                        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("school");
                        assertThat(Duration.between(
                                        school.assertion().issuedAt(),
                                        school.assertion().expiresAt()))
                                .isEqualTo(Duration.ofMinutes("school".length()));
                    });
        }
    }

    /** As in the jar of an application, where a resource is not a file. */
    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void aKeyStoreInAJarIsReadLikeAFile(String type) throws Exception {
        Path jar = folder.resolve("application.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream pem = getClass().getResourceAsStream("/keys/certificate.pem")) {
            char[] password = "changeit".toCharArray();
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            String key = Files.readString(Path.of(
                    getClass().getResource("/keys/AuthKey_TESTKEY123.p8").toURI()));
            store.setKeyEntry(
                    "local-name",
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(
                                    Base64.getMimeDecoder().decode(key.replaceAll("-----.*-----", "")))),
                    password,
                    new Certificate[] {CertificateFactory.getInstance("X.509").generateCertificate(pem)});
            out.putNextEntry(new JarEntry("school.p12"));
            store.store(out, password);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            application
                    .withClassLoader(loader)
                    .withPropertyValues(
                            TestClient.school("school", "key=classpath:school.p12", "key-password=changeit"))
                    .run(context -> assertThat(context.getBean(ClientAuthenticator.class)
                                    .assertion()
                                    .keyId())
                            .contains(TestClient.KEY_ID));
            application
                    .withClassLoader(loader)
                    .withPropertyValues(
                            TestClient.property("school", "provider", "apple-school-manager"),
                            TestClient.property("school", "client-id", TestClient.ID),
                            TestClient.property("school", "key", "classpath:school.p12"),
                            TestClient.property("school", "key-password", "changeit"))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .as("the alias is not the key id")
                            .hasMessageContaining("school.key-id"));
        }
    }

    /** Since 3.4, Spring Boot's builder follows redirects. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void redirectsThatCarryTheTokenAreWarnedOfUnlessThePropertyIsSet(boolean isSet, CapturedOutput output) {
        boolean follows = isPresent("org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder");
        String property = isPresent("org.springframework.boot.http.client.autoconfigure.HttpClientsProperties")
                ? "spring.http.clients.redirects"
                : "spring.http.client.redirects";
        application
                .withClassLoader(new FilteredClassLoader("org.apache.hc", "org.eclipse.jetty", "reactor.netty"))
                .withPropertyValues(TestClient.school("school", "api-base=https://api-school.apple.com/v1"))
                .withPropertyValues(isSet ? new String[] {property + "=dont-follow"} : new String[0])
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output.toString().contains("follows redirects")).isEqualTo(follows && !isSet);
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, ClientBeansTest.class.getClassLoader());
    }

    @Test
    void aCustomizerMaySetTheKey() {
        application
                .withPropertyValues(
                        TestClient.property("school", "provider", "apple-school-manager"),
                        TestClient.property("school", "client-id", TestClient.ID))
                .withBean(
                        ClientAuthenticatorCustomizer.class,
                        () -> (client, builder) -> builder.signingKey(SigningKey.of(TestClient.KEY)))
                .run(context -> assertThat(context).hasSingleBean(ClientAuthenticator.class));
    }

    @Test
    void theTokenEndpointOfAFhirServerIsFoundInItsMetadataWithTheFirstRequest() throws Exception {
        try (MockProviderServer mock = MockProviderServer.start()) {
            SigningKey key =
                    SigningKey.generate(com.nimbusds.jose.JWSAlgorithm.ES384).withKeyId("epic-1");
            mock.provider("epic").register("36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4", key.publicJwk());
            String base = mock.base() + "/epic/interconnect-fhir-oauth/api/FHIR/R4";
            application
                    .withPropertyValues(
                            TestClient.property("epic", "provider", "epic"),
                            TestClient.property("epic", "client-id", "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4"),
                            TestClient.property("epic", "scopes", "system/Patient.read"),
                            TestClient.property("epic", "fhir-base", base))
                    .withBean(ClientAuthenticatorCustomizer.class, () -> (client, builder) -> builder.signingKey(key))
                    .run(context -> {
                        assertThat(mock.received()).isEmpty();
                        ClientAuthenticator epic = context.getBean(ClientAuthenticator.class);
                        assertThat(epic.accessToken().value()).isNotEmpty();
                        assertThat(epic.accessTokenAsync().get(10, TimeUnit.SECONDS))
                                .isSameAs(epic.accessToken());
                        assertThat(mock.received()).hasSize(1);
                        assertThat(context).hasBean("epicRequestInterceptor");
                    });
        }
    }

    @Test
    void noTextOfABeanContainsTheKey() {
        application
                .withPropertyValues(TestClient.school(
                        "school",
                        "client-secret=box-secret-4711",
                        "key-password=pw-4711",
                        "api-base=https://a.example"))
                .withPropertyValues(TestClient.property("school", "key", TestClient.KEY.toJSONString()))
                .run(context -> {
                    List<Object> beans = List.of(
                            context.getBean(ClientAuthProperties.class), String.valueOf(context.getStartupFailure()));
                    assertThat(beans.toString())
                            .doesNotContain(TestClient.KEY.getD().toString())
                            .doesNotContain("4711");
                });
    }

    static MockProviderServer mock() throws IOException {
        MockProviderServer mock = MockProviderServer.start();
        mock.register("apple-school-manager", TestClient.registration(TestClient.ID));
        return mock;
    }

    static String endpoint(MockProviderServer mock) {
        return mock.provider("apple-school-manager").tokenEndpoint().toString();
    }
}
