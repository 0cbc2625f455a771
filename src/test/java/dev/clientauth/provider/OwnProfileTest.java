// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DisplayName("A custom profile: SMART Backend Services with the differences of a health exchange")
class OwnProfileTest {

    private static final String ENDPOINT = "https://auth.exchange.example/token";
    private static final String ISSUER = "https://auth.exchange.example";
    private static final Citation GUIDE = Citation.documented(
            "Health Exchange, developer guide", "https://exchange.example/guide", LocalDate.of(2026, 11, 26));
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    static Profile healthExchange() {
        return SmartBackendServices.profile(URI.create(ENDPOINT)).toBuilder("health-exchange", "Health Exchange")
                .with(Rules.algorithms(GUIDE, JWSAlgorithm.ES384))
                .rule(HeaderRules.keyIdForm("kid.uuid", UUID_FORM, "a UUID", GUIDE))
                .rule(RequestRules.scope("system/*.rs", "invalid_scope", GUIDE))
                .rule(ClaimRules.audience(ISSUER, GUIDE))
                .rule(TimeRules.atMostAfter("exp.within-one-minute-of-iat", "iat", Duration.ofMinutes(1), GUIDE))
                .rule(Rule.must("http.accept")
                        .about(Field.httpHeader("Accept"))
                        .states("The Accept header is application/json.")
                        .remedy("Send Accept: application/json.")
                        .source(GUIDE)
                        .error("invalid_request")
                        .fixed("application/json"))
                .lifetime(Duration.ofSeconds(50))
                .without("alg.guaranteed")
                .without("key.rsa-2048")
                .build();
    }

    private static ValidRequest valid() {
        ValidRequest valid = ValidRequests.backend(ENDPOINT, "acme-exports");
        valid.key("ES384", TestKeys.P384, "0b5d1f0a-6c7e-4d0a-9a3e-0123456789ab");
        valid.header.put("typ", "JWT");
        valid.claims.put("aud", ISSUER);
        valid.seconds("exp", 50);
        valid.form.put("scope", "system/*.rs");
        return valid;
    }

    /** Those of its family, without the rules that it lacks, and one for each additional rule. */
    private static List<Mutant> mutants() {
        return MutantList.of(BackendMutants.smart(ENDPOINT))
                .without("alg.guaranteed", "key.rsa-2048", "aud", "aud.one-string")
                .plus(AssertionMutants.audience(ISSUER))
                .also("scope.spaces", "scope")
                .also("exp.whole-seconds", "exp.within-one-minute-of-iat")
                .also("exp.within-five-minutes-of-iat", "exp.within-one-minute-of-iat")
                .also("exp.within-five-minutes-of-nbf", "exp.within-one-minute-of-iat")
                .alsoWhere("exp.in-future", "expired by the provider's clock", "exp.within-one-minute-of-iat")
                .alsoWhere("exp.within-five-minutes", "301 s ahead and after iat", "exp.within-one-minute-of-iat")
                .plus(
                        Mutant.of("alg", "RS384", a -> Es256Mutants.use(a, "RS384", TestKeys.RSA)),
                        Mutant.of("kid.uuid", "a name", a -> a.key("ES384", TestKeys.P384, "my key")),
                        Mutant.of("scope", "one resource", a -> a.form.put("scope", "system/Patient.rs")),
                        Mutant.of("exp.within-one-minute-of-iat", "61 s after iat", a -> a.seconds("exp", 51)),
                        Mutant.of("http.accept", "FHIR XML", a -> a.http.put("Accept", "application/fhir+xml")))
                .all();
    }

    /** Its own rule about aud does not allow an array, so that both rules report one. */
    private static List<Mutant> allMutants() {
        return Stream.concat(
                        UnknownServerMutants.of("health-exchange", mutants()).stream(),
                        CritMutants.of(healthExchange()).stream())
                .map(mutant -> mutant.fault().equals("aud is an array of two") ? mutant.alsoBreaking("aud") : mutant)
                .map(mutant -> mutant.fault().equals("expired almost five minutes ago")
                        ? mutant.alsoBreaking("exp.within-one-minute-of-iat")
                        : mutant)
                .toList();
    }

    static Stream<KillMatrixTest.Row> rows() {
        return Stream.of(new KillMatrixTest.Row(
                "the page's example",
                "health-exchange",
                OwnProfileTest::healthExchange,
                OwnProfileTest::valid,
                allMutants()));
    }

    static Stream<Arguments> faults() {
        return rows().flatMap(row -> row.mutants().stream().map(mutant -> Arguments.of(row, mutant)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void aFaultIsReportedUnderItsRule(KillMatrixTest.Row row, Mutant mutant) {
        new KillMatrixTest().aFaultIsReportedUnderItsRule(row, mutant);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void itPassesTheKillMatrix(KillMatrixTest.Row row) {
        KillMatrixTest matrix = new KillMatrixTest();
        matrix.aConformingRequestHasNoBrokenOrUnknownRule(row);
        matrix.everyRuleHasAMutantAndEveryMutantARule(row);
    }

    @Test
    void rulesAreReplacedByNameAndRenamed() {
        Profile smart = SmartBackendServices.profile(URI.create(ENDPOINT));
        Profile own = healthExchange();

        assertThat(own.id()).isEqualTo("health-exchange");
        assertThat(own.rules())
                .extracting(Rule::id)
                .allMatch(id -> id.startsWith("health-exchange."))
                .doesNotHaveDuplicates();
        assertThat(own.rules()).hasSize(smart.rules().size() + 3 - 2);
        assertThat(own.rule("scope").orElseThrow().statement()).contains("system/*.rs");
        assertThat(own.rule("alg.guaranteed")).isEmpty();
        assertThat(own.algorithms()).containsExactly(JWSAlgorithm.ES384);
        assertThat(smart.rules()).extracting(Rule::id).allMatch(id -> id.startsWith("smart-backend-services."));
        assertThat(smart.rule("alg.guaranteed")).isPresent();
    }

    @Test
    void thePageOnAddingAProviderShowsThisCode() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/clientauth/provider/OwnProfileTest.java"));
        String page = Files.readString(Path.of("docs/adding-a-provider.md"));
        String code = page.substring(page.indexOf("```java") + 8, page.indexOf("```", page.indexOf("```java") + 8));

        assertThat(source).contains(code.strip().indent(4).stripTrailing());
    }

    @Test
    void anIncompleteRuleIsRejectedWithItsName() {
        for (Rule.Builder incomplete : List.of(
                Rule.must("mine"),
                Rule.must("mine").states("s").remedy("r").source(GUIDE),
                Rule.must("mine").about(Field.METHOD).remedy("r").source(GUIDE),
                Rule.must("mine").about(Field.METHOD).states("s").source(GUIDE),
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
                    Rule.must("mine").about(field).states("s").remedy("r").source(GUIDE);

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
