// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.lang.reflect.Modifier;

import static org.assertj.core.api.Assertions.assertThat;

/** The metadata that IDEs complete properties from. */
class ConfigurationMetadataTest {

    @Test
    void eachPropertyHasADescription() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode properties = new ObjectMapper().readTree(in).get("properties");
            assertThat(properties)
                    .extracting(property -> property.get("name").asText())
                    .contains("clientauth.clients", "clientauth.health.request-token");
            assertThat(properties)
                    .allSatisfy(property ->
                            assertThat(property.path("description").asText()).isNotBlank());
        }
    }

    @Test
    void theNamesThatAreSuggestedStandForProviders() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            JsonNode hint = new ObjectMapper().readTree(in).get("hints").get(0);
            assertThat(hint.get("name").asText()).isEqualTo("clientauth.clients.keys");
            assertThat(hint.get("values"))
                    .hasSizeGreaterThan(3)
                    .allSatisfy(value -> assertThat(Providers.ids())
                            .contains(value.get("description").asText().replace("provider: ", "")));
            assertThat(hint.at("/providers/0/name").asText())
                    .as("others are allowed")
                    .isEqualTo("any");
        }
    }

    /** IDEs complete the properties of a client from the type of the map's values. */
    @Test
    void theTypeOfAClientIsInTheMetadata() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(new ObjectMapper().readTree(in).get("properties"))
                    .filteredOn(property -> property.get("name").asText().equals("clientauth.clients"))
                    .singleElement()
                    .extracting(property -> property.get("type").asText())
                    .isEqualTo("java.util.Map<java.lang.String," + ClientAuthProperties.Client.class.getName() + ">");
        }
        assertThat(Modifier.isPublic(ClientAuthProperties.Client.class.getModifiers()))
                .isTrue();
    }
}
