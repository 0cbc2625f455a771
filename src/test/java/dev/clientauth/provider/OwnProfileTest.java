package dev.clientauth.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisplayName("A user's own profile: SMART Backend Services, but for what CMS DPC does otherwise")
class OwnProfileTest {

    private static final String ENDPOINT = "https://dpc.example.gov/api/v1/Token/auth";
    private static final Citation VALIDATOR = Citation.observed(
            "CMSgov/dpc-app, TokenValidator.java", "https://github.com/CMSgov/dpc-app", LocalDate.of(2026, 11, 20));
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static Profile dpc() {
        return SmartBackendServices.profile(URI.create(ENDPOINT)).toBuilder("cms-dpc", "CMS Data at the Point of Care")
                .rule(HeaderRules.keyIdForm("kid.uuid", UUID_FORM, "a UUID", VALIDATOR))
                .rule(RequestRules.scope("system/*.*", VALIDATOR))
                .rule(ClaimRules.audience(ENDPOINT, VALIDATOR))
                .rule(Rule.must("http.accept")
                        .about(Field.httpHeader("Accept"))
                        .states("The Accept header is application/json.")
                        .remedy("Send Accept: application/json.")
                        .source(VALIDATOR)
                        .fixed("application/json"))
                .without("jti.unused")
                .build();
    }

    private static ValidRequest sound() {
        ValidRequest sound = ValidRequests.smart();
        sound.key("ES384", TestKeys.P384, UUID.randomUUID().toString());
        sound.endpoint = ENDPOINT;
        sound.claims.put("aud", ENDPOINT);
        sound.form.put("scope", "system/*.*");
        return sound;
    }

    @Test
    void rulesAreReplacedByNameAndRenamed() {
        Profile smart = SmartBackendServices.profile(URI.create(ENDPOINT));
        Profile dpc = dpc();

        assertThat(dpc.id()).isEqualTo("cms-dpc");
        assertThat(dpc.rules())
                .extracting(Rule::id)
                .allMatch(id -> id.startsWith("cms-dpc."))
                .doesNotHaveDuplicates();
        assertThat(dpc.rules()).hasSize(smart.rules().size() + 2 - 1);
        assertThat(dpc.rule("scope").orElseThrow().statement()).contains("system/*.*");
        assertThat(dpc.rule("jti.unused")).isEmpty();
        assertThat(dpc.algorithms()).isEqualTo(smart.algorithms());
        assertThat(smart.rules()).extracting(Rule::id).allMatch(id -> id.startsWith("smart-backend-services."));
        assertThat(smart.rule("jti.unused")).isPresent();
    }

    @Test
    void thePageOnAddingAProviderShowsThisCode() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/clientauth/provider/OwnProfileTest.java"));
        String page = Files.readString(Path.of("docs/adding-a-provider.md"));
        String code = page.substring(page.indexOf("```java") + 8, page.lastIndexOf("```"));

        assertThat(source).contains(code.strip().indent(4).stripTrailing());
    }

    @Test
    void theProfileFindsEachFault() {
        assertBroken(sound());

        ValidRequest named = sound();
        named.key("ES384", TestKeys.P384, "my key");
        assertBroken(named, "kid.uuid");

        ValidRequest narrow = sound();
        narrow.form.put("scope", "system/Patient.rs");
        assertBroken(narrow, "scope");

        ValidRequest xml = sound();
        xml.http.put("Accept", "application/fhir+xml");
        assertBroken(xml, "http.accept");

        ValidRequest again = sound();
        again.usedJti.add((String) again.claims.get("jti"));
        assertBroken(again);
    }

    private static void assertBroken(ValidRequest attempt, String... rules) {
        Diagnosis diagnosis = dpc().diagnose(attempt.attempt(), attempt.context());

        assertThat(diagnosis.broken()).extracting(f -> f.rule().name()).containsExactly(rules);
        assertThat(diagnosis.unknown()).isEmpty();
    }

    @Test
    void anIncompleteRuleIsRejectedWithItsName() {
        for (Rule.Builder incomplete : List.of(
                Rule.must("mine"),
                Rule.must("mine").states("s").remedy("r").source(VALIDATOR),
                Rule.must("mine").about(Field.METHOD).remedy("r").source(VALIDATOR),
                Rule.must("mine").about(Field.METHOD).states("s").source(VALIDATOR),
                Rule.must("mine").about(Field.METHOD).states("s").remedy("r"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> incomplete.check(c -> null, value -> Verdict.satisfied()))
                    .withMessageContaining("mine")
                    .withMessageContaining("a remedy and a source");
            assertThatIllegalStateException()
                    .isThrownBy(() -> incomplete.fixed("x"))
                    .withMessageContaining("mine");
        }
    }

    @Test
    void anAssertionOrSignatureCannotHaveAFixedValue() {
        for (Field field : List.of(Field.ASSERTION, Field.SIGNATURE)) {
            Rule.Builder builder =
                    Rule.must("mine").about(field).states("s").remedy("r").source(VALIDATOR);

            assertThatIllegalArgumentException().isThrownBy(() -> builder.fixed("x"));
        }
    }

    @Test
    void removingAnUnknownRuleListsTheRules() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmartBackendServices.profile(URI.create(ENDPOINT)).toBuilder()
                        .without("exp.within-5-minutes"))
                .withMessageContaining("exp.within-5-minutes")
                .withMessageContaining("exp.within-five-minutes,")
                .withMessageContaining("jti.unused");
    }

    @Test
    void aProfileWithoutAnAlgorithmIsRefused() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Profile.builder("mine", "My server").build())
                .withMessageContaining("My server")
                .withMessageContaining("algorithms");
    }
}
