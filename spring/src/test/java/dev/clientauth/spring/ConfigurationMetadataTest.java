package dev.clientauth.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.io.InputStream;

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
}
