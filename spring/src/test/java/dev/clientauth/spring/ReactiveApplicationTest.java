// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A WebFlux application against the mock of Apple School Manager. */
class ReactiveApplicationTest {
    private static MockProviderServer mock;
    private static ConfigurableApplicationContext application;
    private static Browser browser;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Application {
        @Bean
        SecurityWebFilterChain everythingIsPermitted(ServerHttpSecurity http) {
            return http.authorizeExchange(requests -> requests.anyExchange().permitAll())
                    .oauth2Client(Customizer.withDefaults())
                    .build();
        }
    }

    @RestController
    static class Pages {
        private final WebClient school;

        Pages(BearerExchangeFilter token) {
            this.school = WebClient.builder().filter(token).build();
        }

        @GetMapping("/devices")
        Mono<String> devices() {
            return school.get()
                    .uri(mock.base() + "/apple-school-manager/v1/orgDevices?limit=2")
                    .accept(MediaType.APPLICATION_JSON)
                    .retrieve()
                    .bodyToMono(String.class);
        }

        @GetMapping("/spring-security")
        Mono<String> token(@RegisteredOAuth2AuthorizedClient("school") OAuth2AuthorizedClient client) {
            return Mono.just(client.getAccessToken().getTokenValue());
        }
    }

    @BeforeAll
    static void start() throws Exception {
        mock = ClientBeansTest.mock();
        List<String> arguments = new ArrayList<>();
        for (String property : TestClient.school(
                "school",
                "token-endpoint=" + ClientBeansTest.endpoint(mock),
                "api-base=" + mock.base() + "/apple-school-manager/v1")) {
            arguments.add("--" + property);
        }
        String registration = "--spring.security.oauth2.client.registration.school.";
        arguments.addAll(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--clientauth.health.request-token=true",
                "--management.endpoint.health.show-details=always",
                registration + "client-id=" + TestClient.ID,
                registration + "authorization-grant-type=client_credentials",
                "--spring.security.oauth2.client.provider.school.token-uri=" + ClientBeansTest.endpoint(mock)));
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                .run(arguments.toArray(String[]::new));
        browser = Browser.of(application);
    }

    @AfterAll
    static void stop() {
        application.close();
        mock.close();
    }

    @BeforeEach
    void reset() {
        mock.takeReceived();
    }

    @Test
    void devicesAreReadWithAToken() {
        Browser.Page page = browser.get("/devices");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("orgDevices");
    }

    /** The application asks for it in its properties. */
    @Test
    void healthRequestsATokenIfAsked() {
        ClientAuthenticator school = application.getBean(ClientAuthenticator.class);
        school.invalidate(school.accessToken());
        mock.takeReceived();
        assertThat(browser.json("/actuator/health")
                        .at("/components/clientauth/status")
                        .asText())
                .isEqualTo("UP");
        assertThat(mock.received()).hasSize(1);
    }

    @Test
    void aRegistrationOfSpringSecurityAuthenticatesWithTheAssertion() {
        Browser.Page page = browser.get("/spring-security");
        assertThat(page.status()).isEqualTo(200);
        assertThat(mock.received())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.status()).isEqualTo(200));
    }
}
