// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.mock.ApiCall;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import java.io.StringReader;
import java.net.URI;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class FhirDiscoveryTest {
    private static final String EPIC = "https://fhir.epic.com/interconnect-fhir-oauth/api/FHIR/R4";
    private static final String EPIC_TOKEN = "https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token";

    private final AccessTokens nobody = token -> Optional.empty();
    private final FhirApi epic = new FhirApi(FhirServer.epic("/interconnect-fhir-oauth"), nobody, new MovableClock());
    private final FhirApi smart = new FhirApi(
            FhirServer.smart(
                    "/fhir", "/token", SmartBackendServices.profile(URI.create("https://fhir.example.org/token"))),
            nobody,
            new MovableClock());

    /** As captured from Epic's public sandbox in July 2026. */
    @Test
    void theSmartConfigurationOfEpicEqualsEpics() {
        ProviderResponse reply =
                ApiCall.get(EPIC + "/.well-known/smart-configuration").to(epic);
        assertThat(ApiCall.header(reply, "Content-Type")).isEqualTo("application/json");
        JsonNode document = ApiCall.json(reply);
        assertThat(document.at("/issuer").asText()).isEqualTo("https://fhir.epic.com/interconnect-fhir-oauth/oauth2");
        assertThat(document.at("/token_endpoint").asText()).isEqualTo(EPIC_TOKEN);
        assertThat(document.at("/token_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"client_secret_post\",\"client_secret_basic\",\"private_key_jwt\"]");
        assertThat(document.at("/scopes_supported").toString())
                .isEqualTo("[\"launch\",\"openid\",\"profile\",\"fhirUser\",\"epic.scanning.dmsusername\"]");
        assertThat(document.at("/grant_types_supported")).hasSize(5);
        assertThat(document.at("/capabilities").toString()).contains("client-confidential-asymmetric", "permission-v2");
        assertThat(document.fieldNames())
                .toIterable()
                .doesNotContain(
                        "token_endpoint_auth_signing_alg_values_supported",
                        "introspection_endpoint",
                        "revocation_endpoint",
                        "registration_endpoint");
    }

    @Test
    void theSmartConfigurationHasTheRequiredMembers() {
        JsonNode document = ApiCall.json(ApiCall.get("http://127.0.0.1:4711/fhir/.well-known/smart-configuration")
                .with("Accept", "text/html")
                .to(smart));
        assertThat(document.fieldNames())
                .toIterable()
                .contains(
                        "token_endpoint", "grant_types_supported", "capabilities", "code_challenge_methods_supported");
        assertThat(document.at("/token_endpoint").asText()).isEqualTo("http://127.0.0.1:4711/token");
        assertThat(document.at("/token_endpoint_auth_signing_alg_values_supported")
                        .toString())
                .startsWith("[\"RS384\",\"ES384\"");
        assertThat(document.has("issuer")).isFalse();
    }

    @Test
    void theMetadataOfEpicIsXmlUnlessJsonIsRequested() throws Exception {
        ProviderResponse xml = ApiCall.get(EPIC + "/metadata").to(epic);
        assertThat(ApiCall.header(xml, "Content-Type")).isEqualTo("application/fhir+xml;charset=UTF-8");
        assertThat(xpath(xml, "local-name(/*)")).isEqualTo("CapabilityStatement");
        assertThat(xpath(xml, "namespace-uri(/*)")).isEqualTo("http://hl7.org/fhir");
        assertThat(xpath(xml, "//*[local-name()='extension'][@url='token']/*[local-name()='valueUri']/@value"))
                .isEqualTo(EPIC_TOKEN);
        for (String accept : new String[] {"application/fhir+json", "application/json"}) {
            JsonNode json = ApiCall.json(ApiCall.get(EPIC + "/metadata")
                    .with("Accept", accept)
                    .with("Epic-Client-ID", "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4")
                    .to(epic));
            JsonNode extension = json.at("/rest/0/security/extension/0");
            assertThat(extension.at("/url").asText())
                    .isEqualTo("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
            assertThat(extension.at("/extension/0/url").asText()).isEqualTo("token");
            assertThat(extension.at("/extension/0/valueUri").asText()).isEqualTo(EPIC_TOKEN);
            assertThat(json.at("/fhirVersion").asText()).isEqualTo("4.0.1");
        }
    }

    @Test
    void otherServersReturnJsonUnlessXmlIsRequested() throws Exception {
        assertThat(ApiCall.json(ApiCall.get("https://fhir.example.org/fhir/metadata")
                                .to(smart))
                        .at("/implementation/url")
                        .asText())
                .isEqualTo("https://fhir.example.org/fhir");
        ProviderResponse xml = ApiCall.get("https://fhir.example.org/fhir/metadata?_format=xml")
                .to(smart);
        assertThat(xpath(xml, "count(//*[local-name()='searchParam'])")).isEqualTo("6");
    }

    @Test
    void aSearchResultInXmlNestsTheResources() throws Exception {
        FhirApi api = new FhirApi(
                FhirServer.epic("/interconnect-fhir-oauth"), ApiCall.tokens("system/*.read"), new MovableClock());
        ProviderResponse xml = ApiCall.get(EPIC + "/Patient?name=%C3%9E&_id=pat-5")
                .authorized()
                .to(api);
        assertThat(xpath(xml, "//*[local-name()='resource']/*[local-name()='Patient']/*[local-name()='id']/@value"))
                .isEqualTo("pat-5");
        assertThat(xpath(xml, "//*[local-name()='link']/*[local-name()='url']/@value"))
                .isEqualTo(EPIC + "/Patient?name=%C3%9E&_id=pat-5");
    }

    @Test
    void discoveryDocumentsAreReadOnly() {
        assertThat(ApiCall.of("POST", EPIC + "/metadata").to(epic).status()).isEqualTo(405);
        assertThat(ApiCall.of("POST", EPIC + "/.well-known/smart-configuration")
                        .to(epic)
                        .status())
                .isEqualTo(405);
        assertThat(ApiCall.get(EPIC + "/metadata")
                        .with("Accept", "image/png")
                        .to(epic)
                        .status())
                .isEqualTo(406);
        assertThat(ApiCall.get("https://fhir.epic.com/metadata").to(epic).status())
                .isEqualTo(404);
    }

    private static String xpath(ProviderResponse reply, String expression) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(reply.body())));
        return XPathFactory.newInstance().newXPath().evaluate(expression, document);
    }
}
