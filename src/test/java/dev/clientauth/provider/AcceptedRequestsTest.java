// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that providers and servers are known to accept, each with the page, the client or the server that shows it. None
 * of them may break a rule, not even a recommendation.
 */
@DisplayName("A request that its provider is known to accept breaks no rule")
class AcceptedRequestsTest {
    private static final long DAYS_180 = 15_552_000;
    private static final long SIX_MONTHS = 15_777_000;

    /** A request and the source that shows that it is accepted. */
    record Accepted(Profile profile, String variant, Supplier<ValidRequest> base, Consumer<ValidRequest> change) {
        ValidRequest request() {
            ValidRequest request = base.get();
            change.accept(request);
            return request;
        }

        @Override
        public String toString() {
            return profile.name() + ": " + variant;
        }
    }

    static List<Accepted> requests() {
        List<Accepted> all = new ArrayList<>();
        appleManager(all, AppleSchoolManager.profile(), ValidRequests::school);
        appleManager(all, AppleBusiness.profile(), ValidRequests::business);
        signInWithApple(all);
        epic(all);
        smart(all);
        anyServer(all);
        return all;
    }

    private static void appleManager(List<Accepted> all, Profile profile, Supplier<ValidRequest> base) {
        add(all, profile, base, "the script on Apple's page: PyJWT, exactly 180 days", a -> {
            a.header.put("typ", "JWT");
            TimeMutants.life(a, 0, DAYS_180);
        });
        add(all, profile, base, "nanoaxm: 180 days, form body, a UUID as jti", a -> {
            TimeMutants.life(a, 0, DAYS_180);
            a.claims.put("jti", UUID.nameUUIDFromBytes(new byte[] {1}).toString());
        });
        add(all, profile, base, "go-sdk-appleservices: 180 days, a nanosecond count as jti", a -> {
            TimeMutants.life(a, 0, DAYS_180);
            a.claims.put("jti", "1763640000000000000");
        });
        add(all, profile, base, "the decoded sample on Apple's page: neither iss nor jti", a -> {
            a.claims.remove("iss");
            a.claims.remove("jti");
        });
        add(all, profile, base, "the curl command on Apple's page: parameters in the URL", a -> a.inQuery = true);
        add(
                all,
                profile,
                base,
                "the endpoint with v2",
                a -> a.endpoint = "https://account.apple.com/auth/oauth2/v2/token");
        add(all, profile, base, "a form with a charset, as Java clients write it", AcceptedRequestsTest::withCharset);
        add(all, profile, base, "aud as an array of one", AcceptedRequestsTest::arrayOfOne);
        add(all, profile, base, "a five-minute assertion", a -> TimeMutants.life(a, 0, 300));
    }

    private static void signInWithApple(List<Accepted> all) {
        Profile profile = SignInWithApple.profile();
        Supplier<ValidRequest> base = ValidRequests::signInWithApple;
        add(all, profile, base, "six months", a -> a.seconds("exp", SIX_MONTHS));
        add(all, profile, base, "180 days", a -> a.seconds("exp", DAYS_180));
        add(all, profile, base, "fractional seconds, apple-signin-auth issue 171", AcceptedRequestsTest::fractions);
        add(all, profile, base, "typ JWT, as jsonwebtoken adds it", a -> a.header.put("typ", "JWT"));
        add(all, profile, base, "a code of a native app, without redirect_uri", a -> a.form.remove("redirect_uri"));
        add(all, profile, base, "a refresh", a -> {
            a.form.put("grant_type", "refresh_token");
            a.form.put("refresh_token", "r1f2a3b4");
            a.form.remove("code");
        });
        add(all, profile, base, "a form with a charset", AcceptedRequestsTest::withCharset);
        add(all, profile, base, "a migration token", ValidRequests::migrate);
        add(
                all,
                SignInWithApple.revocation(),
                ValidRequests::revocation,
                "a revocation without a hint",
                a -> a.form.remove("token_type_hint"));
        add(all, SignInWithApple.userMigration(), ValidRequests::userMigration, "the sender of a migration", a -> {});
    }

    private static void epic(List<Accepted> all) {
        Profile profile = Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER));
        Supplier<ValidRequest> base = ValidRequests::epic;
        add(all, profile, base, "the sample on Epic's page: no kid", a -> a.header.remove("kid"));
        add(all, profile, base, "the second sample: neither typ, kid nor nbf", a -> {
            a.header.remove("typ");
            a.header.remove("kid");
            a.claims.remove("nbf");
        });
        add(all, profile, base, "the sample of a dynamic client: aud as an array of one", a -> {
            BackendMutants.asDynamicClient(a);
            a.form.put("client_id", a.clientId);
            arrayOfOne(a);
        });
        add(all, profile, base, "aud as an array of one", AcceptedRequestsTest::arrayOfOne);
        add(all, profile, base, "ES256 with a JWK Set URL, Nango", a -> Es256Mutants.use(a, "ES256", TestKeys.P256));
        add(all, profile, base, "neither iat nor nbf, with the SMART sample key", a -> {
            a.claims.remove("iat");
            a.claims.remove("nbf");
        });
        add(all, profile, base, "a scope", a -> a.form.put("scope", "system/Patient.read"));
        add(all, profile, base, "a form with a charset", AcceptedRequestsTest::withCharset);
        add(
                all,
                Epic.sandbox(),
                ValidRequests::epicSandbox,
                "RS256 at the sandbox",
                a -> Es256Mutants.use(a, "RS256", TestKeys.RSA));
    }

    private static void smart(List<Accepted> all) {
        Profile profile = SmartBackendServices.profile(URI.create(ValidRequests.SMART_SERVER));
        Supplier<ValidRequest> base = ValidRequests::smart;
        add(all, profile, base, "RS384", a -> Es256Mutants.use(a, "RS384", TestKeys.RSA));
        add(all, profile, base, "PS256, which a server may support", a -> Es256Mutants.use(a, "PS256", TestKeys.RSA));
        add(all, profile, base, "PS384", a -> Es256Mutants.use(a, "PS384", TestKeys.RSA));
        add(all, profile, base, "ES256, as CMS DPC tests it", a -> Es256Mutants.use(a, "ES256", TestKeys.P256));
        add(all, profile, base, "aud as an array of one", AcceptedRequestsTest::arrayOfOne);
        add(all, profile, base, "iat set back, and exp five minutes from now", a -> {
            a.seconds("iat", -10);
            a.seconds("exp", 300);
        });
        add(all, profile, base, "the sample of the specification: no iat", a -> a.claims.remove("iat"));
        add(all, profile, base, "the registered jku", a -> {
            a.jwkSetUrl = "https://app.example.com/jwks.json";
            a.header.put("jku", "https://app.example.com/jwks.json");
        });
    }

    private static void anyServer(List<Accepted> all) {
        Supplier<ValidRequest> base = ValidRequests::tokenEndpointAudience;
        for (Profile profile : List.of(
                PrivateKeyJwt.withTokenEndpointAudience(URI.create(ValidRequests.OIDC_TOKEN_ENDPOINT)),
                PrivateKeyJwt.unknownServer(URI.create(ValidRequests.OIDC_TOKEN_ENDPOINT)))) {
            add(
                    all,
                    profile,
                    base,
                    "Keycloak: aud is the issuer",
                    a -> a.claims.put("aud", "https://login.example.org/oidc"));
            add(
                    all,
                    profile,
                    base,
                    "Auth0: aud is the issuer, the host and a slash",
                    a -> a.claims.put("aud", "https://login.example.org/"));
            add(all, profile, base, "Keycloak: no kid with one registered key", a -> a.header.remove("kid"));
            add(
                    all,
                    profile,
                    base,
                    "Keycloak: typ of the updated RFC 7523",
                    a -> a.header.put("typ", "client-authentication+jwt"));
            add(all, profile, base, "Spring Security: aud as an array of one, no typ", a -> {
                a.header.remove("typ");
                arrayOfOne(a);
            });
            add(all, profile, base, "Keycloak: an hour of life", a -> a.seconds("exp", 3_600));
            add(all, profile, base, "openid-client: fractional seconds", AcceptedRequestsTest::fractions);
            add(all, profile, base, "Entra ID: PS256 and x5t#S256 without kid", a -> {
                Es256Mutants.use(a, "PS256", TestKeys.RSA);
                a.header.remove("kid");
                a.header.put("x5t#S256", "A8bq3yMdIp1Pc0ZL1fDZ6W1R6b0uW4m2hQG0xZ2yI3E");
            });
        }
        Profile issuer = PrivateKeyJwt.profile(ValidRequests.ISSUER, URI.create(ValidRequests.ISSUER_TOKEN_ENDPOINT));
        add(all, issuer, ValidRequests::issuerAudience, "Auth0: typ JWT", a -> a.header.put("typ", "JWT"));
        add(all, issuer, ValidRequests::issuerAudience, "no typ, as Nimbus leaves it", a -> a.header.remove("typ"));
    }

    private static void withCharset(ValidRequest a) {
        a.http.put("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
    }

    private static void arrayOfOne(ValidRequest a) {
        a.claims.put("aud", List.of(a.claims.get("aud")));
    }

    private static void fractions(ValidRequest a) {
        long now = ValidRequest.NOW.getEpochSecond();
        a.claims.put("iat", new BigDecimal(now - 10 + ".123"));
        a.claims.put("exp", new BigDecimal(now + 50 + ".987654"));
    }

    private static void add(
            List<Accepted> all,
            Profile profile,
            Supplier<ValidRequest> base,
            String variant,
            Consumer<ValidRequest> change) {
        all.add(new Accepted(profile, variant, base, change));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void noRuleIsBroken(Accepted accepted) {
        ValidRequest request = accepted.request();

        Diagnosis diagnosis = accepted.profile().diagnose(request.attempt(), request.context());

        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
    }

    @Test
    void thereAreAtLeastFortyRequests() {
        assertThat(requests()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    @DisplayName("A disputed rule does not hide the possible causes of a refusal")
    void possibleCausesAreListed(Accepted accepted) {
        ValidRequest request = accepted.request();

        Diagnosis diagnosis = accepted.profile()
                .diagnose(
                        request.attempt(),
                        request.context().withResponse(new ErrorResponse(400, "invalid_client", null)));

        assertThat(diagnosis.knownCauses()).isNotEmpty();
        assertThat(diagnosis.toString()).contains("Possible cause: ");
    }
}
