// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Citation.Certainty;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Each rule of each profile reports its own fault, and nothing else")
class KillMatrixTest {

    /** A profile, which is built by the test itself, its id, a valid request, and the faults that its provider refuses. */
    record Row(String name, String id, Supplier<Profile> builder, Supplier<ValidRequest> sound, List<Mutant> mutants) {
        Profile profile() {
            return builder.get();
        }

        Diagnosis diagnose(ValidRequest attempt) {
            return profile().diagnose(attempt.attempt(), attempt.context());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        return Stream.of(general(), ServerRows.all(), GrantRows.all(), HealthRows.all(), PublicSectorRows.all())
                .flatMap(List::stream)
                .map(row -> new Row(row.name(), row.id(), row.builder(), row.sound(), mutants(row)))
                .toList();
    }

    private static List<Mutant> mutants(Row row) {
        return Stream.concat(
                        UnknownServerMutants.of(row.id(), row.mutants()).stream(),
                        CritMutants.of(row.profile()).stream())
                .toList();
    }

    private static List<Row> general() {
        return List.of(
                new Row(
                        "Apple School Manager",
                        "apple-school-manager",
                        () -> AppleSchoolManager.profile(),
                        ValidRequests::school,
                        AppleManagerMutants.of("BUSINESSAPI.9703f56c-10ce-4876-8f59-e78e5e23a152", "business.api")),
                new Row(
                        "Apple Business",
                        "apple-business",
                        () -> AppleBusiness.profile(),
                        ValidRequests::business,
                        AppleManagerMutants.of("SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59", "school.api")),
                new Row(
                        "Sign in with Apple",
                        "sign-in-with-apple",
                        () -> SignInWithApple.profile(),
                        ValidRequests::signInWithApple,
                        SignInWithAppleMutants.all()),
                new Row(
                        "Sign in with Apple, revocation",
                        "sign-in-with-apple-revoke",
                        () -> SignInWithApple.revocation(),
                        ValidRequests::revocation,
                        SignInWithAppleMutants.revocation()),
                new Row(
                        "Sign in with Apple, user migration",
                        "sign-in-with-apple-usermigrationinfo",
                        () -> SignInWithApple.userMigration(),
                        ValidRequests::userMigration,
                        SignInWithAppleMutants.userMigration()),
                new Row(
                        "a customer of Epic's",
                        "epic",
                        () -> Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER)),
                        ValidRequests::epic,
                        BackendMutants.epic(ValidRequests.EPIC_CUSTOMER)),
                new Row(
                        "Epic's sandbox",
                        "epic",
                        () -> Epic.sandbox(),
                        ValidRequests::epicSandbox,
                        BackendMutants.epic("https://fhir.epic.com/interconnect-fhir-oauth/oauth2/token")),
                new Row(
                        "SMART Backend Services",
                        "smart-backend-services",
                        () -> SmartBackendServices.profile(URI.create(ValidRequests.SMART_SERVER)),
                        ValidRequests::smart,
                        BackendMutants.smart(ValidRequests.SMART_SERVER)),
                new Row(
                        "private_key_jwt for the issuer",
                        "private-key-jwt",
                        () -> PrivateKeyJwt.profile(
                                ValidRequests.ISSUER, URI.create(ValidRequests.ISSUER_TOKEN_ENDPOINT)),
                        ValidRequests::issuerAudience,
                        BackendMutants.issuerAudience()),
                new Row(
                        "private_key_jwt for the token endpoint",
                        "private-key-jwt",
                        () -> PrivateKeyJwt.withTokenEndpointAudience(URI.create(ValidRequests.OIDC_TOKEN_ENDPOINT)),
                        ValidRequests::tokenEndpointAudience,
                        BackendMutants.tokenEndpointAudience()));
    }

    static Stream<Arguments> mutants() {
        return rows().stream().flatMap(row -> row.mutants().stream().map(mutant -> Arguments.of(row, mutant)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("mutants")
    void aFaultIsReportedUnderItsRule(Row row, Mutant mutant) {
        ValidRequest attempt = row.sound().get();
        mutant.spoil().accept(attempt);

        Diagnosis diagnosis = row.diagnose(attempt);

        assertThat(reported(diagnosis)).as("%s", diagnosis).isEqualTo(mutant.reported(row.id()));
        assertThat(diagnosis.broken())
                .extracting(f -> f.rule().certainty())
                .as("no disputed rule is broken")
                .doesNotContain(Certainty.DISPUTED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aConformingRequestHasNoBrokenOrUnknownRule(Row row) {
        Diagnosis diagnosis = row.diagnose(row.sound().get());

        assertThat(reported(diagnosis)).as("%s", diagnosis).isEmpty();
        assertThat(diagnosis.unknown()).as("%s", diagnosis).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyRuleHasAMutantAndEveryMutantARule(Row row) {
        Set<String> mutated = row.mutants().stream()
                .map(m -> row.id() + "." + m.rule())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(mutated)
                .containsExactlyInAnyOrderElementsOf(
                        row.profile().rules().stream().map(Rule::id).toList());
    }

    /** The broken rules, and the disputed rules that the request does not follow. */
    private static Set<String> reported(Diagnosis diagnosis) {
        return Stream.concat(diagnosis.broken().stream(), diagnosis.disputed().stream())
                .map(f -> f.rule().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
