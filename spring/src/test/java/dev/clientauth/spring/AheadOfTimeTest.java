// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.spring.ClientAuthProperties.Client;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/** What a build ahead of time, as for a GraalVM native image, finds in an application with the starter. */
class AheadOfTimeTest {

    @Test
    void thePropertiesOfAClientAreBoundByReflectionAndItsBeansKeepTheirNames() throws Exception {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(AheadOfTimeTest.class)), files);
        try (AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(TestClient.school("school", "api-base=https://api-school.apple.com/v1"))
                    .applyTo(application);
            application.register(ClientAuthAutoConfiguration.class);
            new ApplicationContextAotGenerator().processAheadOfTime(application, generation);
        }
        generation.writeGeneratedContent();
        assertThat(RuntimeHintsPredicates.reflection()
                        .onConstructor(Client.class.getDeclaredConstructors()[0])
                        .invoke())
                .accepts(generation.getRuntimeHints());
        StringBuilder source = new StringBuilder();
        for (var file : files.getGeneratedFiles(Kind.SOURCE).values()) {
            try (var in = file.getInputStream()) {
                source.append(new String(in.readAllBytes()));
            }
        }
        assertThat(source)
                .contains("schoolClientAuthenticator", "schoolBearerRetry", "schoolRequestInterceptor")
                .contains("Qualifier\", \"school\")")
                .doesNotContain(TestClient.base64());
    }
}
