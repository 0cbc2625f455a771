// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A client that cannot be created stops the application with the name of the property and how to fix it. */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationFailureTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ClientAuthAutoConfiguration.class, SslAutoConfiguration.class));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider= | .provider | It is missing | apple-school-manager",
                "provider=aple | .provider | There is no provider \"aple\" | apple-school-manager",
                "provider=okta | .token-endpoint | each server of okta has its own | URL of the token endpoint",
                "provider=entra | .token-endpoint | each server of entra has its own | URL of the token endpoint",
                "provider=smart-backend-services | .token-endpoint | has its own | fhir-base",
                "provider=sign-in-with-apple | .team-id | needs the Team ID | clients.school.team-id",
                "client-id= | .client-id | It is missing | client id that the provider shows",
                "key= | .key | needs the signing key | clients.school.key",
                "key=file:/does/not/exist.pem | .key | There is no | file:PATH, classpath:NAME, env:VARIABLE",
                "key=/does/not/exist.pem | .key | There is no | file:PATH",
                "key=classpath:none.p8 | .key | There is no class path resource [none.p8] | classpath:NAME",
                "key=env:NO_SUCH_VARIABLE | .key | The environment variable NO_SUCH_VARIABLE is not set | env:VARIABLE",
                "key=bundle:none | .key | There is no SSL bundle none | spring.ssl.bundle",
                "key=changeme | .key | key | PEM, base64 or JWK",
                "token-endpoint=http://school.example.com/token | .token-endpoint | https | token-endpoint",
                "api-base=http://school.example.com/v1 | .api-base | https only | https URL",
                "fhir-base=https://fhir.example.com/R4 | .fhir-base | only for epic | token-endpoint"
            })
    void aFailureNamesThePropertyAndTheFix(String wrong, String property, String problem, String action) {
        application
                .withPropertyValues(TestClient.school("school"))
                .withPropertyValues(ClientAuthProperties.PREFIX + "school." + wrong)
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new ClientAuthFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription())
                            .contains("clientauth.clients.school" + property + " ")
                            .contains(problem);
                    assertThat(analysis.getAction()).contains(action);
                    assertThat(text(context.getStartupFailure())).doesNotContain(TestClient.base64());
                });
    }

    @Test
    void aFhirBaseThatIsNotHttpsIsNamed() {
        application
                .withPropertyValues(TestClient.school("epic", "provider=epic", "fhir-base=http://fhir.example.com/R4"))
                .run(context -> assertThat(new ClientAuthFailureAnalyzer()
                                .analyze(context.getStartupFailure())
                                .getDescription())
                        .contains("clientauth.clients.epic.fhir-base "));
    }

    @Test
    void aKeyThatIsBrokenIsNotQuoted() {
        String broken = TestClient.base64().substring(0, 80);
        application
                .withPropertyValues(TestClient.school("school"))
                .withPropertyValues(TestClient.property("school", "key", broken))
                .run(context -> assertThat(text(context.getStartupFailure()))
                        .contains("clientauth.clients.school.key")
                        .doesNotContain(broken.substring(0, 40)));
    }

    @Test
    void aClientIdThatBreaksARuleOfTheProviderIsNamed() {
        application
                .withPropertyValues(TestClient.school("school", "lifetime=400d"))
                .run(context -> assertThat(new ClientAuthFailureAnalyzer()
                                .analyze(context.getStartupFailure())
                                .getDescription())
                        .contains("clientauth.clients.school")
                        .contains("180"));
    }

    @Test
    void anUnknownPropertyIsNamedWithoutItsValue(CapturedOutput output) {
        SpringApplication wrong = new SpringApplication(Application.class);
        wrong.setWebApplicationType(WebApplicationType.NONE);
        List<String> arguments = new ArrayList<>(List.of("--clientauth.clients.school.kye=" + TestClient.base64()));
        for (String property : TestClient.school("school")) {
            arguments.add("--" + property);
        }
        assertThatThrownBy(() -> wrong.run(arguments.toArray(String[]::new))).isInstanceOf(Exception.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Unknown property: clientauth.clients.school.kye")
                .contains("The properties of a client are provider, client-id, ")
                .doesNotContain(TestClient.base64());
    }

    /** As in an application: through spring.factories. */
    @Test
    void theApplicationPrintsTheDescriptionAndTheAction(CapturedOutput output) {
        List<String> arguments = new ArrayList<>();
        Arrays.stream(TestClient.school("school", "provider=aple"))
                .map(p -> "--" + p)
                .forEach(arguments::add);
        SpringApplication wrong = new SpringApplication(Application.class);
        wrong.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> wrong.run(arguments.toArray(String[]::new))).isInstanceOf(Exception.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The property clientauth.clients.school.provider cannot be used:")
                .contains("Use one of apple-school-manager")
                .doesNotContain(TestClient.base64());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ClientAuthAutoConfiguration.class)
    static class Application {}

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
