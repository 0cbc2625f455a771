// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.server.MockApple;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security's own {@code oauth2Login} with Sign in with Apple, whose client secret is an assertion of this library.
 */
class SignInWithAppleLoginTest {
    private static final String CLIENT_ID = "com.example.web";
    private static final ApplePerson ADA = ApplePerson.of("Ada", "Lovelace", "ada@example.com");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Pages.class)
    static class Application {
        @Bean
        SecurityFilterChain signIn(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .csrf(csrf -> csrf.ignoringRequestMatchers(
                            request -> request.getRequestURI().equals("/login/oauth2/code/apple")))
                    .oauth2Login(Customizer.withDefaults())
                    .build();
        }
    }

    @RestController
    static class Pages {
        @GetMapping("/me")
        String me(@AuthenticationPrincipal OidcUser user) {
            return user.getEmail();
        }
    }

    @Test
    void aPersonSignsInThroughOauth2Login() throws Exception {
        try (MockApple apple = MockApple.start();
                ConfigurableApplicationContext application = start(apple)) {
            Browser browser = Browser.of(application);
            apple.register(TestClient.registration(CLIENT_ID), URI.create(browser.base() + "/login/oauth2/code/apple"))
                    .register(ADA);

            URI signIn = browser.get("/oauth2/authorization/apple").location().orElseThrow();
            assertThat(signIn.toString()).startsWith(apple.base() + "/auth/authorize");
            Map<String, String> callback = apple.approveAs(ADA, signIn);
            Browser.Page signedIn = browser.post("/login/oauth2/code/apple", form(callback));

            assertThat(apple.received()).last().satisfies(request -> {
                assertThat(request.diagnosis()).as("%s", request.diagnosis()).isNotNull();
                assertThat(request.status()).as("%s", request.diagnosis()).isEqualTo(200);
            });
            assertThat(signedIn.location().map(URI::getPath)).contains("/");
            assertThat(browser.get("/me").body()).isEqualTo("ada@example.com");
        }
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static ConfigurableApplicationContext start(MockApple apple) {
        String registration = "--spring.security.oauth2.client.registration.apple.";
        String provider = "--spring.security.oauth2.client.provider.apple.";
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .run(List.of(
                                "--server.port=0",
                                "--server.address=127.0.0.1",
                                "--" + TestClient.property("apple", "provider", "sign-in-with-apple"),
                                "--" + TestClient.property("apple", "client-id", CLIENT_ID),
                                "--" + TestClient.property("apple", "team-id", TestClient.TEAM_ID),
                                "--" + TestClient.property("apple", "key", TestClient.base64()),
                                "--" + TestClient.property("apple", "key-id", TestClient.KEY_ID),
                                "--" + TestClient.property("apple", "token-endpoint", apple.tokenEndpoint()),
                                registration + "client-id=" + CLIENT_ID,
                                registration + "authorization-grant-type=authorization_code",
                                registration + "client-authentication-method=client_secret_post",
                                registration + "redirect-uri={baseUrl}/login/oauth2/code/apple",
                                registration + "scope=openid,name,email",
                                provider + "authorization-uri=" + apple.base()
                                        + "/auth/authorize?response_mode=form_post",
                                provider + "token-uri=" + apple.tokenEndpoint(),
                                provider + "jwk-set-uri=" + apple.base() + "/auth/keys",
                                provider + "user-name-attribute=sub")
                        .toArray(String[]::new));
    }
}
