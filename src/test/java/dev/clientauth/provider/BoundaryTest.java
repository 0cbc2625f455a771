// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The other side of {@link KillMatrixTest}: a rule that reports too much would not be detected there. */
@DisplayName("Values exactly at a limit, or merely unusual, are not reported")
class BoundaryTest {

    static Stream<Arguments> attempts() {
        return Stream.of(
                        appleManager(AppleSchoolManager.profile(), ValidRequests::school),
                        appleManager(AppleBusiness.profile(), ValidRequests::business),
                        signInWithApple(),
                        signInWithAppleElsewhere(),
                        epic(),
                        smart(),
                        privateKeyJwt())
                .flatMap(all -> all);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attempts")
    void everyRuleIsSatisfied(
            Profile profile, String what, Supplier<ValidRequest> sound, Consumer<ValidRequest> change) {
        ValidRequest attempt = sound.get();
        change.accept(attempt);

        Diagnosis diagnosis = profile.diagnose(attempt.attempt(), attempt.context());

        assertThat(diagnosis.broken()).as("%s", diagnosis).isEmpty();
        assertThat(diagnosis.unknown()).as("%s", diagnosis).isEmpty();
    }

    private static Arguments keeps(
            Profile profile, Supplier<ValidRequest> sound, String what, Consumer<ValidRequest> change) {
        return Arguments.of(profile, what, sound, change);
    }

    private static Stream<Arguments> appleManager(Profile profile, Supplier<ValidRequest> sound) {
        return Stream.of(
                keeps(
                        profile,
                        sound,
                        "the host in capital letters with its port",
                        a -> a.endpoint = "https://ACCOUNT.apple.com:443/auth/oauth2/token"),
                keeps(profile, sound, "180 days less a second", a -> TimeMutants.life(a, -10, 15_551_989)),
                keeps(profile, sound, "a second left to live", a -> TimeMutants.life(a, -60, 1)),
                keeps(profile, sound, "iat at this instant", a -> a.seconds("iat", 0)),
                keeps(
                        profile,
                        sound,
                        "the endpoint with v2",
                        a -> a.endpoint = "https://account.apple.com/auth/oauth2/v2/token"),
                keeps(profile, sound, "a key id in capital letters", a -> {
                    a.header.put("kid", "D136AA66-0C3B-4BD4-9892-C20E8DB024AB");
                    a.onFile = List.of(ValidRequest.named(a.signer, "D136AA66-0C3B-4BD4-9892-C20E8DB024AB"));
                }),
                keeps(profile, sound, "a quote within a value", a -> a.appended.add("resource=o%27clock")),
                keeps(profile, sound, "an empty value", a -> a.appended.add("resource=")),
                keeps(profile, sound, "typ JWT, as PyJWT adds it", a -> a.header.put("typ", "JWT")),
                keeps(profile, sound, "a nanosecond count as jti", a -> a.claims.put("jti", "1763640000000000000")),
                keeps(profile, sound, "nbf at this instant", a -> a.seconds("nbf", 0)),
                keeps(profile, sound, "a stand-in on loopback", a -> a.endpoint = "http://localhost:8080/any"),
                keeps(
                        profile,
                        sound,
                        "Content-Type in other letters",
                        a -> a.http.put(
                                "content-type", a.http.remove("Content-Type").toUpperCase(Locale.ROOT))),
                keeps(
                        profile,
                        sound,
                        "another registered public key too",
                        a -> a.onFile = List.of(ValidRequest.named(TestKeys.ANOTHER_P256, "old"), a.onFile.get(0))));
    }

    private static Stream<Arguments> signInWithApple() {
        Profile profile = SignInWithApple.profile();
        Supplier<ValidRequest> sound = ValidRequests::signInWithApple;
        return Stream.of(
                keeps(profile, sound, "15 777 000 s ahead", a -> a.seconds("exp", 15_777_000)),
                keeps(profile, sound, "15 777 000 s ahead by Apple's clock, more by ours", a -> {
                    a.seconds("exp", 15_777_030);
                    a.providerClock = ValidRequest.NOW.plusSeconds(30);
                }),
                keeps(profile, sound, "15 777 000 s ahead, counted from now and not from iat", a -> {
                    a.seconds("iat", -3_600);
                    a.seconds("exp", 15_777_000);
                }),
                keeps(profile, sound, "180 days", a -> a.seconds("exp", 15_552_000)),
                keeps(profile, sound, "a migration", ValidRequests::migrate),
                keeps(profile, sound, "a refresh", a -> {
                    a.form.put("grant_type", "refresh_token");
                    a.form.put("refresh_token", "r1f2a3b4");
                }),
                keeps(profile, sound, "a native code, without redirect_uri", a -> a.form.remove("redirect_uri")),
                keeps(
                        profile,
                        sound,
                        "a redirect_uri with port, query and capital letters",
                        a -> a.form.put("redirect_uri", "HTTPS://WWW.Example.com:8443/callback?from=apple")),
                keeps(
                        profile,
                        sound,
                        "a domain of letters and digits",
                        a -> a.form.put("redirect_uri", "https://1.2.3.example.xn--p1ai/callback")),
                keeps(profile, sound, "a callback on loopback of a stand-in on loopback", a -> {
                    a.endpoint = "http://localhost:8080/auth/token";
                    a.form.put("redirect_uri", "http://localhost:3000/callback");
                }),
                keeps(profile, sound, "a bundle id", a -> a.clientIdEverywhere("com.example.App-1")),
                keeps(
                        profile,
                        sound,
                        "a bundle id of two parts, the first nine letters long",
                        a -> a.clientIdEverywhere("EXAMPLECO.app")),
                keeps(profile, sound, "typ JWT", a -> a.header.put("typ", "JWT")));
    }

    private static Stream<Arguments> signInWithAppleElsewhere() {
        Profile revocation = SignInWithApple.revocation();
        Profile migration = SignInWithApple.userMigration();
        return Stream.of(
                keeps(
                        revocation,
                        ValidRequests::revocation,
                        "an access token",
                        a -> a.form.put("token_type_hint", "access_token")),
                keeps(revocation, ValidRequests::revocation, "no hint", a -> a.form.remove("token_type_hint")),
                keeps(migration, ValidRequests::userMigration, "the step of the recipient", a -> {
                    a.form.remove("sub");
                    a.form.remove("target");
                    a.form.put("transfer_sub", "760417.ebbf12acbc78e1be1668ba852d492d8a.1827");
                }),
                keeps(
                        migration,
                        ValidRequests::userMigration,
                        "bearer in small letters",
                        a -> a.http.put("Authorization", "bearer ad5ae0d1a2b3c4d5.0.rrsw.example")));
    }

    private static Stream<Arguments> epic() {
        Profile profile = Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER));
        Supplier<ValidRequest> sound = ValidRequests::epic;
        return Stream.of(
                keeps(profile, sound, "exp 300 s ahead, after iat and after nbf", a -> TimeMutants.life(a, 0, 300)),
                keeps(profile, sound, "exp 300 s ahead of a clock with milliseconds", a -> {
                    TimeMutants.life(a, 0, 300);
                    a.presentedAt = ValidRequest.NOW.plusMillis(1);
                }),
                keeps(profile, sound, "neither iat nor nbf", a -> {
                    a.claims.remove("iat");
                    a.claims.remove("nbf");
                }),
                keeps(profile, sound, "151 characters of jti", a -> a.claims.put("jti", "j".repeat(151))),
                keeps(profile, sound, "a jti that somebody else used", a -> a.usedJti.add("another")),
                keeps(profile, sound, "a dynamic client, whose JWT is the grant", a -> {
                    BackendMutants.asDynamicClient(a);
                    a.form.put("client_id", a.clientId);
                }),
                keeps(profile, sound, "no typ, as in Epic's own sample", a -> a.header.remove("typ")),
                keeps(profile, sound, "a scope", a -> a.form.put("scope", "system/Patient.read")),
                keeps(profile, sound, "its own client_id", a -> a.form.put("client_id", a.clientId)),
                keeps(profile, sound, "the registered jku", a -> {
                    a.jwkSetUrl = "https://app.example.com/jwks.json";
                    a.header.put("jku", "https://app.example.com/jwks.json");
                }),
                keeps(profile, sound, "RS256", a -> Es256Mutants.use(a, "RS256", TestKeys.RSA)),
                keeps(profile, sound, "RS512", a -> Es256Mutants.use(a, "RS512", TestKeys.RSA)),
                keeps(profile, sound, "ES256", a -> Es256Mutants.use(a, "ES256", TestKeys.P256)),
                keeps(profile, sound, "ES384", a -> Es256Mutants.use(a, "ES384", TestKeys.P384)),
                keeps(profile, sound, "a code", a -> {
                    a.form.put("grant_type", "authorization_code");
                    a.form.put("code", "abc");
                }),
                keeps(profile, sound, "a stand-in on loopback", a -> {
                    a.endpoint = "http://127.0.0.1:8080/oauth2/token";
                    a.claims.put("aud", a.endpoint);
                }));
    }

    private static Stream<Arguments> smart() {
        Profile profile = SmartBackendServices.profile(URI.create(ValidRequests.SMART_SERVER));
        Supplier<ValidRequest> sound = ValidRequests::smart;
        return Stream.of(
                keeps(profile, sound, "exp 300 s ahead, after iat and after nbf", a -> {
                    a.seconds("nbf", 0);
                    TimeMutants.life(a, 0, 300);
                }),
                keeps(profile, sound, "no iat, as in the worked example", a -> a.claims.remove("iat")),
                keeps(profile, sound, "RS384", a -> Es256Mutants.use(a, "RS384", TestKeys.RSA)),
                keeps(profile, sound, "a refresh without a scope", a -> {
                    a.form.remove("scope");
                    a.form.put("grant_type", "refresh_token");
                    a.form.put("refresh_token", "r1f2a3b4");
                }));
    }

    private static Stream<Arguments> privateKeyJwt() {
        Profile profile = PrivateKeyJwt.withTokenEndpointAudience(URI.create(ValidRequests.OIDC_TOKEN_ENDPOINT));
        Supplier<ValidRequest> sound = ValidRequests::tokenEndpointAudience;
        return Stream.of(
                keeps(profile, sound, "no typ, as Nimbus and Spring leave it", a -> a.header.remove("typ")),
                keeps(profile, sound, "PS256", a -> Es256Mutants.use(a, "PS256", TestKeys.RSA)),
                keeps(profile, sound, "two resources, as RFC 8707 has it", a -> {
                    a.form.put("resource", "https://a.example.com");
                    a.appended.add("resource=https%3A%2F%2Fb.example.com");
                }),
                keeps(profile, sound, "ES512", a -> Es256Mutants.use(a, "ES512", TestKeys.P521)),
                keeps(
                        profile,
                        sound,
                        "an hour of life",
                        a -> a.seconds("exp", Duration.ofHours(1).toSeconds())));
    }
}
