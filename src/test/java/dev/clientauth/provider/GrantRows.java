// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import java.util.List;
import java.util.Locale;

import static dev.clientauth.provider.Mutant.of;

/** The rows of the kill matrix for providers that accept a JWT as the grant. */
final class GrantRows {
    private static final String GOOGLE = "https://oauth2.googleapis.com/token";
    private static final String SALESFORCE = "https://login.salesforce.com/services/oauth2/token";
    private static final String BOX = "https://api.box.com/oauth2/token";
    private static final String DOCUSIGN = "https://account.docusign.com/oauth/token";
    private static final String MASKINPORTEN = "https://maskinporten.no/token";

    private GrantRows() {}

    static List<KillMatrixTest.Row> all() {
        return List.of(
                new KillMatrixTest.Row(
                        "Google service account",
                        "google-service-account",
                        () -> GoogleServiceAccount.profile(),
                        GrantRows::google,
                        googleMutants()),
                new KillMatrixTest.Row(
                        "Salesforce",
                        "salesforce",
                        () -> Salesforce.profile(),
                        GrantRows::salesforce,
                        salesforceMutants()),
                new KillMatrixTest.Row("Box", "box", () -> Box.profile(), GrantRows::box, boxMutants()),
                new KillMatrixTest.Row(
                        "DocuSign", "docusign", () -> DocuSign.profile(), GrantRows::docuSign, docuSignMutants()),
                new KillMatrixTest.Row(
                        "Maskinporten",
                        "maskinporten",
                        () -> Maskinporten.profile(),
                        GrantRows::maskinporten,
                        maskinportenMutants()));
    }

    static ValidRequest google() {
        ValidRequest sound = grant(GOOGLE, "reports@acme-1.iam.gserviceaccount.com");
        sound.key("RS256", TestKeys.RSA, "7d2f0f4b1e5c4a0f9c6a2b3d4e5f60718293a4b5");
        sound.claims.put("aud", GOOGLE);
        sound.subject = "admin@acme.example";
        sound.claims.put("sub", sound.subject);
        sound.scope = "https://www.googleapis.com/auth/devstorage.read_only";
        sound.claims.put("scope", sound.scope);
        return sound;
    }

    static ValidRequest salesforce() {
        ValidRequest sound = grant(SALESFORCE, "3MVG9lKcPoNINVBIPJjdw1J9LLM82HnFVVX19KY1uA5mu0QqEWhqKpoW3svG3X");
        sound.key("RS256", TestKeys.RSA, "1");
        sound.header.remove("kid");
        sound.claims.put("aud", "https://login.salesforce.com");
        sound.subject = "integration@acme.example";
        sound.claims.put("sub", sound.subject);
        return sound;
    }

    static ValidRequest box() {
        ValidRequest sound = grant(BOX, "l1h8x2b3c4d5e6f7g8h9");
        sound.key("RS512", TestKeys.RSA, "kgu9a1ls");
        sound.seconds("exp", 35);
        sound.claims.put("aud", BOX);
        sound.subject = "654321";
        sound.claims.put("sub", sound.subject);
        sound.claims.put("box_sub_type", "enterprise");
        sound.claims.put("jti", "f9eaafba-2e49-11ea-8880-5ce0c5aee679");
        sound.clientSecret = "s3cr3tOfTheApp";
        sound.form.put("client_id", sound.clientId);
        sound.form.put("client_secret", sound.clientSecret);
        return sound;
    }

    static ValidRequest docuSign() {
        ValidRequest sound = grant(DOCUSIGN, "5f2c2d3e-1111-4a5b-8c7d-0123456789ab");
        sound.key("RS256", TestKeys.RSA, "1");
        sound.header.remove("kid");
        sound.claims.put("aud", "account.docusign.com");
        sound.subject = "0a1b2c3d-2222-4e5f-9a8b-abcdefabcdef";
        sound.claims.put("sub", sound.subject);
        sound.scope = "signature impersonation";
        sound.claims.put("scope", sound.scope);
        return sound;
    }

    static ValidRequest maskinporten() {
        ValidRequest sound = grant(MASKINPORTEN, "3f1c9b8e-3333-4c4d-8e8f-1234567890ab");
        sound.key("RS256", TestKeys.RSA, "nyckel-1");
        sound.seconds("iat", -5);
        sound.claims.put("aud", "https://maskinporten.no/");
        sound.claims.put("jti", "f9eaafba-2e49-11ea-8880-5ce0c5aee679");
        sound.scope = "difitest:test1";
        sound.claims.put("scope", sound.scope);
        return sound;
    }

    private static ValidRequest grant(String endpoint, String clientId) {
        ValidRequest sound = new ValidRequest(endpoint, "assertion", clientId);
        sound.header.put("typ", "JWT");
        sound.claims.put("iss", clientId);
        sound.seconds("iat", -10);
        sound.seconds("exp", 110);
        sound.form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        return sound;
    }

    private static List<Mutant> scope() {
        return List.of(
                of("scope", "none in the JWT", a -> a.claims.remove("scope")),
                of("scope", "a parameter in place of a claim", a -> {
                    a.claims.remove("scope");
                    a.form.put("scope", "read");
                }));
    }

    private static List<Mutant> subject() {
        return List.of(
                of("sub", "none", a -> a.claims.remove("sub")),
                of("sub", "the client id", a -> a.claims.put("sub", a.clientId)));
    }

    private static List<Mutant> googleMutants() {
        return MutantList.grant(GOOGLE, "RS256")
                .plus(AssertionMutants.audience(GOOGLE))
                .plus(scope())
                .plus(
                        of("sub", "another user", a -> a.claims.put("sub", "other@acme.example")),
                        of("exp.within-one-hour-of-iat", "3601 s after iat", a -> {
                            a.seconds("iat", -10);
                            a.seconds("exp", 3_591);
                        }),
                        of("exp.within-one-hour", "3601 s ahead, without iat", a -> {
                            a.claims.remove("iat");
                            a.seconds("exp", 3_601);
                        }))
                .all();
    }

    private static List<Mutant> salesforceMutants() {
        return MutantList.grant(SALESFORCE, "RS256")
                .without("kid")
                .plus(AssertionMutants.audience("https://login.salesforce.com"))
                .plus(subject())
                .plus(AssertionMutants.jti())
                .withoutFault("jti", "no jti")
                .plus(AssertionMutants.aud("the token endpoint", SALESFORCE))
                .all();
    }

    private static List<Mutant> boxMutants() {
        return MutantList.grant(BOX, "RS512")
                .plus(AssertionMutants.audience(BOX))
                .plus(AssertionMutants.keyIdRequired())
                .plus(subject())
                .plus(AssertionMutants.jti())
                .also("exp.whole-seconds", "exp.within-one-minute")
                .alsoWhere("iat.not-in-future", "iat ahead of the provider's clock only", "exp.within-one-minute")
                .alsoWhere("jti", "empty", "jti.minimum-length")
                .plus(AssertionMutants.usedJti())
                .plus(
                        of("box-sub-type", "none", a -> a.claims.remove("box_sub_type")),
                        of("box-sub-type", "another", a -> a.claims.put("box_sub_type", "app")),
                        of("jti.minimum-length", "15 characters", a -> a.claims.put("jti", "j".repeat(15))),
                        of("jti.length", "129 characters", a -> a.claims.put("jti", "j".repeat(129))),
                        of("exp.within-one-minute", "61 s ahead", a -> a.seconds("exp", 61)),
                        of("client-id", "no client_id", a -> a.form.remove("client_id")),
                        of("client-id", "another", a -> a.form.put("client_id", "another")),
                        of("client-secret", "none", a -> a.form.remove("client_secret")),
                        of("client-secret", "another", a -> a.form.put("client_secret", "anotherSecretOfIt")))
                .all();
    }

    private static List<Mutant> docuSignMutants() {
        String host = "account.docusign.com";
        return MutantList.grant(DOCUSIGN, "RS256")
                .without("kid")
                .plus(subject())
                .plus(scope())
                .plus(
                        AssertionMutants.aud("absent", null),
                        AssertionMutants.aud("with https://", "https://" + host),
                        AssertionMutants.aud("the token endpoint", DOCUSIGN),
                        AssertionMutants.aud("that of the demo system", "account-d.docusign.com"),
                        AssertionMutants.aud("with a slash", host + "/"),
                        AssertionMutants.aud("in upper case", host.toUpperCase(Locale.ROOT)),
                        of("aud.one-string", "aud is an array", a -> a.claims.put("aud", List.of(host))))
                .all();
    }

    private static List<Mutant> maskinportenMutants() {
        return MutantList.grant(MASKINPORTEN, "RS256")
                .plus(AssertionMutants.audience("https://maskinporten.no/"))
                .plus(AssertionMutants.aud("the token endpoint", MASKINPORTEN))
                .plus(scope())
                .plus(AssertionMutants.keyIdDisputed())
                .plus(AssertionMutants.jti())
                .withoutFault("jti", "no jti")
                .plus(AssertionMutants.usedJti())
                .without("exp.in-future", "iat.not-in-future")
                .plus(
                        TimeMutants.absent("iat"),
                        of("exp.in-future", "expired a second ago", a -> a.seconds("exp", -1)),
                        of("iat.not-in-future", "11 s ahead", a -> a.seconds("iat", 11)),
                        of("iat.recent", "11 s old", a -> {
                            a.seconds("iat", -11);
                            a.seconds("exp", 100);
                        }),
                        of("exp.within-two-minutes-of-iat", "121 s after iat", a -> a.seconds("exp", 116)))
                .all();
    }
}
