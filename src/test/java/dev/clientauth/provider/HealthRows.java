// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.net.URI;
import java.util.List;

import static dev.clientauth.provider.Mutant.of;

/** The rows of the kill matrix for SMART servers with rules of their own. */
final class HealthRows {
    private static final String ORACLE =
            "https://authorization.cerner.com/tenants/ec2458f2-1e24-41c8-b71b-0e701af7583d/hosts/fhir-ehr-code.cerner.com/protocols/oauth2/profiles/smart-v1/token";
    private static final String ATHENA = "https://api.platform.athenahealth.com/oauth2/v1/token";
    private static final String ECW = "https://oauthserver.eclinicalworks.com/oauth/oauth2/token";
    private static final String BCDA = "https://sandbox.bcda.cms.gov/v2/token";
    private static final String DPC = "https://sandbox.dpc.cms.gov/api/v1/Token/auth";

    private HealthRows() {}

    static List<KillMatrixTest.Row> all() {
        return List.of(
                new KillMatrixTest.Row(
                        "Oracle Health",
                        "oracle-health",
                        () -> OracleHealth.profile(URI.create(ORACLE)),
                        HealthRows::oracle,
                        MutantList.of(BackendMutants.smart(ORACLE))
                                .without("alg.guaranteed")
                                .plus(of("alg", "RS256", a -> Es256Mutants.use(a, "RS256", TestKeys.RSA)))
                                .all()),
                new KillMatrixTest.Row(
                        "athenahealth",
                        "athenahealth",
                        () -> Athenahealth.profile(),
                        HealthRows::athena,
                        BackendMutants.smart(ATHENA)),
                new KillMatrixTest.Row(
                        "eClinicalWorks",
                        "eclinicalworks",
                        () -> EClinicalWorks.profile(),
                        HealthRows::eClinicalWorks,
                        rsaOnly(ECW)
                                .plus(of("alg", "RS256", a -> Es256Mutants.use(a, "RS256", TestKeys.RSA)))
                                .all()),
                new KillMatrixTest.Row(
                        "CMS BCDA",
                        "cms-bcda",
                        () -> CmsBcda.profile(URI.create(BCDA)),
                        HealthRows::bcda,
                        rsaOnly(BCDA)
                                .without("jti.unused")
                                .also("scope.spaces", "scope")
                                .alsoWhere("exp.within-five-minutes", "301 s ahead", "iat.seconds")
                                .alsoWhere(
                                        "exp.within-five-minutes",
                                        "301 s ahead by the provider's clock only",
                                        "iat.seconds")
                                .plus(TimeMutants.absent("iat"))
                                .plus(accept())
                                .plus(allScopes())
                                .plus(of("alg", "PS384", a -> Es256Mutants.use(a, "PS384", TestKeys.RSA)))
                                .all()),
                new KillMatrixTest.Row(
                        "CMS DPC",
                        "cms-dpc",
                        () -> CmsDpc.profile(URI.create(DPC)),
                        HealthRows::dpc,
                        MutantList.of(BackendMutants.smart(DPC))
                                .also("scope.spaces", "scope")
                                .also("endpoint", "aud")
                                .also("endpoint.https", "aud")
                                .plus(allScopes())
                                .plus(of("kid.uuid", "a name", a -> a.key("ES384", TestKeys.P384, "my key")))
                                .all()));
    }

    private static MutantList rsaOnly(String endpoint) {
        return MutantList.of(BackendMutants.smart(endpoint))
                .without("alg.guaranteed")
                .withRsa("RS384");
    }

    private static Mutant accept() {
        return of("http.accept", "FHIR JSON", a -> a.http.put("Accept", "application/fhir+json"));
    }

    private static Mutant allScopes() {
        return of("scope", "one resource", a -> a.form.put("scope", "system/Patient.rs"));
    }

    static ValidRequest oracle() {
        return smart(ORACLE);
    }

    static ValidRequest athena() {
        return smart(ATHENA);
    }

    static ValidRequest eClinicalWorks() {
        return withRsa(smart(ECW));
    }

    static ValidRequest bcda() {
        ValidRequest sound = withRsa(smart(BCDA));
        sound.form.put("scope", "system/*.*");
        return sound;
    }

    static ValidRequest dpc() {
        ValidRequest sound = smart(DPC);
        sound.key("ES384", TestKeys.P384, "f5d0d1f0-6c7e-4d0a-9a3e-0123456789ab");
        sound.form.put("scope", "system/*.*");
        return sound;
    }

    private static ValidRequest withRsa(ValidRequest sound) {
        sound.key("RS384", TestKeys.RSA, "key-1");
        return sound;
    }

    private static ValidRequest smart(String endpoint) {
        ValidRequest sound = ValidRequests.backend(endpoint, "4d1b4a0e-5f0e-4c10-8a5f-1d2b6c7f8e90");
        sound.key("ES384", TestKeys.P384, "key-1");
        sound.header.put("typ", "JWT");
        sound.form.put("scope", "system/*.rs");
        return sound;
    }
}
