package dev.clientauth.provider;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something in a request that speaks for a provider.
 *
 * @param provider the id of the provider
 * @param weight how much it says: a value that only this provider has weighs more than a habit
 * @param reason what it is, as a clause
 * @param shows whether a request has it
 */
record Sign(String provider, int weight, String reason, Predicate<Traits> shows) {
    private static final String SCHOOL = "apple-school-manager";
    private static final String BUSINESS = "apple-business";
    private static final String SIGN_IN = "sign-in-with-apple";
    private static final String EPIC = "epic";
    private static final String SMART = "smart-backend-services";
    private static final String ANY = "private-key-jwt";

    private static final String MANAGER_AUDIENCE = "https://account.apple.com/auth/oauth2/v2/token";
    private static final String APPLE_ID = "https://appleid.apple.com";
    private static final Set<String> EPIC_HOSTS = Set.of("fhir.epic.com", "vendorservices.epic.com");

    /** In the order in which providers are preferred when nothing tells them apart. */
    static final List<Sign> ALL = List.of(
            new Sign(SCHOOL, 10, "the client id begins with SCHOOLAPI", t -> t.clientIdBegins("SCHOOLAPI.")),
            new Sign(SCHOOL, 6, "the scope is school.api", t -> t.scope().equals("school.api")),
            new Sign(SCHOOL, 3, "the URL is on account.apple.com", t -> t.host().equals("account.apple.com")),
            new Sign(
                    SCHOOL,
                    3,
                    "aud is that of the manager API",
                    t -> t.audiences().contains(MANAGER_AUDIENCE)),
            new Sign(BUSINESS, 10, "the client id begins with BUSINESSAPI", t -> t.clientIdBegins("BUSINESSAPI.")),
            new Sign(BUSINESS, 6, "the scope is business.api", t -> t.scope().equals("business.api")),
            new Sign(
                    BUSINESS,
                    3,
                    "the URL is on account.apple.com",
                    t -> t.host().equals("account.apple.com")),
            new Sign(
                    BUSINESS,
                    3,
                    "aud is that of the manager API",
                    t -> t.audiences().contains(MANAGER_AUDIENCE)),
            new Sign(
                    SIGN_IN,
                    6,
                    "the URL is one of Sign in with Apple's",
                    t -> t.endpoint().matches("https://appleid\\.apple\\.com/auth/(token|revoke|usermigrationinfo)")),
            new Sign(
                    SIGN_IN,
                    4,
                    "aud is https://appleid.apple.com",
                    t -> t.audiences().contains(APPLE_ID)),
            new Sign(SIGN_IN, 4, "the scope is user.migration", t -> t.scope().equals("user.migration")),
            new Sign(SIGN_IN, 3, "the JWT stands in client_secret", t -> t.has("client_secret")),
            new Sign(
                    SIGN_IN,
                    2,
                    "iss and kid have ten characters",
                    t -> isTen(t.claim("iss")) && isTen(t.header("kid"))),
            new Sign(EPIC, 6, "the URL is on a host of Epic's", t -> EPIC_HOSTS.contains(t.host())),
            new Sign(
                    EPIC,
                    6,
                    "the path is that of Epic's Interconnect",
                    t -> t.path().matches("(?i).*/interconnect.*")),
            new Sign(
                    SMART,
                    3,
                    "the scope is one of SMART's for back ends",
                    t -> t.scope().startsWith("system/")),
            new Sign(
                    SMART,
                    1,
                    "alg is one that SMART prefers",
                    t -> Set.of("RS384", "ES384").contains(t.header("alg"))),
            new Sign(
                    ANY,
                    5,
                    "typ is that of a client authentication",
                    t -> t.header("typ").equals("client-authentication+jwt")),
            new Sign(
                    ANY,
                    1,
                    "iss and sub are the same",
                    t -> !t.claim("iss").isEmpty() && t.claim("iss").equals(t.claim("sub"))),
            new Sign(ANY, 1, "the JWT stands in client_assertion", t -> t.has("client_assertion")));

    private static boolean isTen(String text) {
        return text.matches("[A-Z0-9]{10}");
    }
}
