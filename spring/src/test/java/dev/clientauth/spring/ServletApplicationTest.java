// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A servlet application against the mock of Apple School Manager: requests, health, metrics, endpoints, Spring Security. */
class ServletApplicationTest {
    private static MockProviderServer mock;
    private static ConfigurableApplicationContext application;
    private static Browser browser;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Application {
        @Bean
        SecurityFilterChain everythingIsPermitted(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .oauth2Client(Customizer.withDefaults())
                    .build();
        }

        @Bean
        RestClient school(@Qualifier("school") BearerRequestInterceptor token) {
            return RestClient.builder().requestInterceptor(token).build();
        }
    }

    @RestController
    static class Pages {
        private final RestClient school;

        Pages(RestClient school) {
            this.school = school;
        }

        @GetMapping("/devices")
        String devices() {
            return school.get()
                    .uri(mock.base() + "/apple-school-manager/v1/orgDevices?limit=2")
                    .accept(MediaType.APPLICATION_JSON)
                    .retrieve()
                    .body(String.class);
        }

        @GetMapping("/spring-security")
        String token(@RegisteredOAuth2AuthorizedClient("school") OAuth2AuthorizedClient client) {
            return client.getAccessToken().getTokenValue();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        mock = ClientBeansTest.mock();
        List<String> arguments = new ArrayList<>();
        for (String property : TestClient.school(
                "school",
                "key=env:SCHOOL_KEY",
                "client-secret=box-secret-4711",
                "token-endpoint=" + ClientBeansTest.endpoint(mock),
                "api-base=" + mock.base() + "/apple-school-manager/v1")) {
            arguments.add("--" + property);
        }
        String registration = "--spring.security.oauth2.client.registration.school.";
        arguments.addAll(List.of(
                "--SCHOOL_KEY=" + TestClient.base64(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.endpoints.web.exposure.include=health,metrics,env,configprops",
                "--management.endpoint.env.show-values=always",
                "--management.endpoint.configprops.show-values=always",
                "--management.endpoint.health.show-details=always",
                registration + "client-id=" + TestClient.ID,
                registration + "client-secret=a secret that must not be sent",
                registration + "authorization-grant-type=client_credentials",
                "--spring.security.oauth2.client.provider.school.token-uri=" + ClientBeansTest.endpoint(mock)));
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
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
        mock.clearFaults();
        mock.takeReceived();
    }

    @Test
    void devicesAreReadWithAToken() {
        assertThat(browser.get("/devices").status()).isEqualTo(200);
        assertThat(browser.get("/devices").body()).contains("orgDevices");
    }

    @Test
    void healthIsUpAfterATokenAndSendsNothing() {
        browser.get("/devices");
        mock.takeReceived();
        JsonNode health = browser.json("/actuator/health").at("/components/clientauth");
        assertThat(health.at("/status").asText()).isEqualTo("UP");
        assertThat(health.at("/details/school/provider").asText()).isEqualTo("apple-school-manager");
        assertThat(health.at("/details/school/tokenExpiresAt").asText()).isNotEmpty();
        assertThat(mock.received()).isEmpty();
    }

    @Test
    void metricsHaveTheNameOfTheClient() throws Exception {
        browser.get("/devices");
        String requests = "";
        for (int i = 0; i < 100 && !requests.contains("school"); i++) {
            Thread.sleep(50);
            requests =
                    browser.get("/actuator/metrics/clientauth.token.requests").body();
        }
        assertThat(requests).contains("\"tag\":\"client\"", "school");
    }

    /** Both show all values here, which they do not by default. */
    @Test
    void endpointsDoNotShowTheKeyOrTheSecret() {
        for (String endpoint : List.of("/actuator/env", "/actuator/configprops")) {
            String shown = browser.get(endpoint).body();
            assertThat(shown)
                    .as(endpoint)
                    .contains(TestClient.ID, "env:SCHOOL_KEY")
                    .doesNotContain(TestClient.base64(), "4711");
        }
        assertThat(browser.get("/actuator/env/SCHOOL_KEY").body()).contains("******");
    }

    @Test
    void aRegistrationOfSpringSecurityAuthenticatesWithTheAssertion() {
        Browser.Page page = browser.get("/spring-security");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).isNotEmpty();
        assertThat(mock.received())
                .singleElement()
                .satisfies(request -> assertThat(request.status()).isEqualTo(200));
    }

    @Test
    void aRefusalOfARegistrationReachesTheApplicationAsAnErrorOfSpringSecurity() {
        mock.failNext(Fault.keyNotSynced());
        Browser other = Browser.of(application);
        assertThat(other.get("/spring-security").status()).isEqualTo(500);
        assertThat(mock.received()).hasSize(1);
    }
}
