package dev.clientauth.provider;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A value that belongs to a product, and is wrong wherever it is sent to another.
 *
 * @param value what it is, and whose, as a sentence
 * @param homes the ids of the providers at which it is right
 * @param shows whether a request has it
 */
record OtherProduct(String value, Set<String> homes, Predicate<Traits> shows) {
    private static final String SCHOOL = "apple-school-manager";
    private static final String BUSINESS = "apple-business";
    private static final String SIGN_IN = "sign-in-with-apple";
    private static final String BEARER = "; it takes the JWT itself as a Bearer token and has no token endpoint.";

    /** Those whose requests look like those of the providers here; from their own documentation. */
    static final List<OtherProduct> ALL = List.of(
            endpoint(
                    "https://appleid.apple.com/auth/oauth2/v2/token",
                    "the token endpoint of Apple's Roster API, another product on the same API host"),
            endpoint("https://appleid.apple.com/auth/oauth2/token", "the token endpoint of Apple Ads"),
            new OtherProduct(
                    "The URL is one of Sign in with Apple's.",
                    Set.of(SIGN_IN),
                    t -> t.endpoint().matches("https://appleid\\.apple\\.com/auth/(token|revoke|usermigrationinfo)")),
            new OtherProduct(
                    "The URL is on account.apple.com, where Apple School Manager and Apple Business give tokens.",
                    Set.of(SCHOOL, BUSINESS),
                    t -> t.endpoint().startsWith("https://account.apple.com/auth/oauth2/")),
            audience(
                    "https://appleid.apple.com",
                    "the audience of Sign in with Apple, the Roster API and Apple Ads",
                    Set.of(SIGN_IN)),
            audience(
                    "https://account.apple.com/auth/oauth2/v2/token",
                    "the audience of Apple School Manager and Apple Business",
                    Set.of(SCHOOL, BUSINESS)),
            audience(
                    "https://account.apple.com",
                    "the issuer that Apple's discovery document announced for some days of June 2025, and the audience of"
                            + " nothing",
                    Set.of()),
            bearer("appstoreconnect-v1", "App Store Connect and the App Store Server API"),
            bearer("apple-developer-enterprise-v1", "Apple's Enterprise Program API"),
            audience("https://oauth2.googleapis.com/token", "the audience of Google service accounts", Set.of()),
            audience("https://login.salesforce.com", "the audience of Salesforce", Set.of()),
            audience("https://api.box.com/oauth2/token", "the audience of Box", Set.of()),
            clientId("SCHOOLAPI.", "Apple School Manager", SCHOOL),
            clientId("BUSINESSAPI.", "Apple Business", BUSINESS),
            clientId("SEARCHADS.", "Apple Ads", ""),
            scope("school.api", "Apple School Manager", SCHOOL),
            scope("business.api", "Apple Business", BUSINESS),
            scope("searchadsorg", "Apple Ads", ""),
            scope("business_connect", "Apple Business Connect, which takes a client secret in a JSON body", ""),
            new OtherProduct(
                    "The scopes edu.… are those of Apple's Roster API.",
                    Set.of(),
                    t -> t.scope().startsWith("edu.")),
            new OtherProduct(
                    "A claim bid is that of the App Store Server API" + BEARER,
                    Set.of(),
                    t -> t.claims().containsKey("bid")),
            new OtherProduct(
                    "A header id is that of WeatherKit" + BEARER,
                    Set.of(),
                    t -> t.header().containsKey("id")));

    private static OtherProduct endpoint(String url, String whose) {
        return new OtherProduct(
                url + " is " + whose + ".", Set.of(), t -> t.endpoint().equals(url));
    }

    private static OtherProduct audience(String aud, String whose, Set<String> homes) {
        return new OtherProduct(
                "aud " + aud + " is " + whose + ".", homes, t -> t.audiences().contains(aud));
    }

    private static OtherProduct bearer(String aud, String product) {
        return new OtherProduct(
                "aud " + aud + " is that of " + product + BEARER,
                Set.of(),
                t -> t.audiences().contains(aud));
    }

    private static OtherProduct clientId(String prefix, String product, String home) {
        return new OtherProduct(
                "A client id that begins with " + prefix + " is one of " + product + ".",
                Set.of(home),
                t -> t.clientIdBegins(prefix));
    }

    private static OtherProduct scope(String scope, String product, String home) {
        return new OtherProduct(
                "The scope " + scope + " is that of " + product + ".",
                Set.of(home),
                t -> t.scope().equals(scope));
    }
}
