// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The properties in the documentation create the clients that they describe. */
class DocumentationTest {
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    @ParameterizedTest
    @CsvSource({"README.md, 0, school", "docs/spring.md, 0, school hospital", "docs/spring.md, 2, apple"})
    void theYamlOfADocumentCreatesItsClients(String document, int block, String clients) throws IOException {
        String yaml = YAML.matcher(Files.readString(top().resolve(document)))
                .results()
                .map(MatchResult::group)
                .toList()
                .get(block)
                .replaceAll("```(yaml)?", "");
        List<PropertySource<?>> sources =
                new YamlPropertySourceLoader().load("documentation", new ByteArrayResource(yaml.getBytes()));
        ApplicationContextRunner application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ClientAuthAutoConfiguration.class))
                .withInitializer(
                        context -> sources.forEach(context.getEnvironment().getPropertySources()::addLast));
        for (String client : clients.split(" ")) {
            application = application.withPropertyValues(TestClient.property(client, "key", TestClient.base64()));
            if (client.equals("apple")) {
                // In the document it is the name of the key file.
                application = application.withPropertyValues(TestClient.property(client, "key-id", "ABC123DEFG"));
            }
        }
        application.run(context -> assertThat(context.getBeansOfType(ClientAuthenticator.class))
                .containsOnlyKeys(List.of(clients.split(" ")).stream()
                        .map(ClientBeanRegistrar::authenticator)
                        .toArray(String[]::new)));
    }

    /** Returns the top folder of the project, from that of the starter or of a compatibility project. */
    private static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/spring.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
