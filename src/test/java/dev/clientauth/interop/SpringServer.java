// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interop;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Spring Authorization Server on loopback: an independent implementation that checks assertions. It fetches the keys of
 * its clients over HTTP from itself.
 */
final class SpringServer implements AutoCloseable {
    static final String SCOPE = "read";

    private final Tomcat tomcat = new Tomcat();
    private final Path baseDirectory;
    private final Clients clients = new Clients();

    private SpringServer(Path baseDirectory) {
        this.baseDirectory = baseDirectory;
    }

    static SpringServer start() throws IOException, LifecycleException {
        SpringServer server = new SpringServer(Files.createTempDirectory("clientauth-spring"));
        server.run();
        return server;
    }

    private void run() throws LifecycleException {
        tomcat.setBaseDir(baseDirectory.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector()
                .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        Context context = tomcat.addContext("", baseDirectory.toString());
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(Security.class);
        spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("clients", clients));
        context.addServletContainerInitializer(
                (classes, servlets) -> {
                    spring.setServletContext(servlets);
                    spring.refresh();
                    servlets.addFilter("security", new DelegatingFilterProxy("springSecurityFilterChain", spring))
                            .addMappingForUrlPatterns(null, false, "/*");
                    // Tomcat calls a filter only for paths that a servlet serves.
                    servlets.addServlet("keys", clients).addMapping("/");
                },
                null);
        tomcat.start();
    }

    /** The issuer identifier, as Spring derives it from the request. */
    String issuer() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    URI tokenEndpoint() {
        return URI.create(issuer() + "/oauth2/token");
    }

    /** Registers a client that authenticates with this algorithm and this key. */
    void register(String clientId, SignatureAlgorithm algorithm, JWK publicKey) {
        clients.keys.put(clientId, new JWKSet(publicKey).toString(true));
        clients.registered.put(
                clientId,
                RegisteredClient.withId(clientId)
                        .clientId(clientId)
                        .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                        .scope(SCOPE)
                        .clientSettings(ClientSettings.builder()
                                .jwkSetUrl(issuer() + "/keys/" + clientId)
                                .tokenEndpointAuthenticationSigningAlgorithm(algorithm)
                                .build())
                        .tokenSettings(TokenSettings.builder()
                                .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                                .build())
                        .build());
    }

    @Override
    public void close() throws LifecycleException, IOException {
        tomcat.stop();
        tomcat.destroy();
        Files.walk(baseDirectory)
                .sorted((a, b) -> b.compareTo(a))
                .forEach(path -> path.toFile().delete());
    }

    /** The registered clients, and a servlet that publishes their keys. */
    private static final class Clients extends HttpServlet implements RegisteredClientRepository {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, RegisteredClient> registered = new ConcurrentHashMap<>();
        private final transient Map<String, String> keys = new ConcurrentHashMap<>();

        @Override
        public void save(RegisteredClient client) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RegisteredClient findById(String id) {
            return registered.get(id);
        }

        @Override
        public RegisteredClient findByClientId(String clientId) {
            return registered.get(clientId);
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.getWriter().print(keys.get(request.getRequestURI().substring("/keys/".length())));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Security {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.oauth2AuthorizationServer(server -> {})
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }
    }
}
