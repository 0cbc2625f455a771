package dev.clientauth.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;

import java.time.Duration;
import java.util.List;

/** Why Epic refuses a request that breaks no rule, in the order in which the causes usually bite. */
final class EpicCauses {
    private static final Citation CHECKLIST = Sources.documented(
                    "Epic, JWT Authentication - Invalid Client Errors",
                    "https://fhir.epic.com/Resources/jwt_auth_troubleshoot_eof")
            .readAs(Citation.Access.MIRROR);
    private static final Citation RETIRED = Sources.observed(
            "fastenhealth/fasten-sources issue 87", "https://github.com/fastenhealth/fasten-sources/issues/87");

    private static final Duration SANDBOX_SYNC = Duration.ofMinutes(15);
    private static final Duration CUSTOMER_SYNC = Duration.ofHours(12);
    private static final Duration JWK_SET_CACHE = Duration.ofHours(29);

    private static final String SANDBOX_ONLY = "key-not-synced-sandbox";
    private static final List<KnownCause> ALL = all();
    private static final List<KnownCause> AT_CUSTOMER =
            ALL.stream().filter(cause -> !cause.id().equals(SANDBOX_ONLY)).toList();

    private EpicCauses() {}

    /** At the sandbox, and at a stand-in, which may be for either. */
    static List<KnownCause> atSandbox() {
        return ALL;
    }

    /** At a customer, whom the sandbox's sync does not concern. */
    static List<KnownCause> atCustomer() {
        return AT_CUSTOMER;
    }

    private static List<KnownCause> all() {
        return List.of(
                KnownCause.invalidClient(
                                SANDBOX_ONLY,
                                "The public key, or the app itself, was changed a short while ago and has not reached the"
                                        + " sandbox.",
                                "See when the key was uploaded. A new app may take an hour, a new account a day or two.",
                                "Wait, and ask again at a polite pace.",
                                CHECKLIST)
                        .taking(SANDBOX_SYNC),
                KnownCause.invalidClient(
                                "key-not-synced-customer",
                                "The public key was changed a short while ago and has not reached the customer's Epic.",
                                "See when the key was uploaded.",
                                "Wait, and ask again at a polite pace.",
                                CHECKLIST)
                        .taking(CUSTOMER_SYNC),
                KnownCause.invalidClient(
                        "other-environment",
                        "The client id or the key of the other environment is in use: the sandbox takes the non-production"
                                + " client id and the sandbox key.",
                        "Compare the client id with both on the app's page.",
                        "Use the ids and keys of one environment together.",
                        CHECKLIST),
                KnownCause.invalidClient(
                        "another-key",
                        "The private key that signs does not belong to the public key that is registered.",
                        "Compare the SHA-1 fingerprint on the app's page with that of your certificate: openssl x509 -noout"
                                + " -fingerprint -sha1 -in certificate.pem. With a JWK Set, compare the thumbprints.",
                        "Sign with the private key that belongs to the registered public key, or register this key's public key.",
                        CHECKLIST),
                KnownCause.invalidClient(
                        "key-of-another-customer",
                        "The sandbox public key on the app's page is for the sandbox only. Each customer is given a"
                                + " non-production and a production key.",
                        "Look at the keys that were uploaded for this customer.",
                        "Upload both keys for this customer. A cloud-hosted app may use one pair for all customers, but not"
                                + " the same pair for non-production and production.",
                        CHECKLIST),
                KnownCause.invalidClient(
                        "no-public-key",
                        "No public key is registered for this environment, or Epic no longer accepts static keys for the app and"
                                + " no JWK Set URL is registered. EC keys always require a JWK Set URL.",
                        "Open the app's page; compare the SHA-1 fingerprint shown there with that of the certificate.",
                        "Register a JWK Set URL that holds this key, or upload the public key where that is still"
                                + " possible.",
                        Epic.OAUTH),
                KnownCause.invalidClient(
                        "static-key-retired",
                        "Epic phased out uploaded keys for backend apps during 2025 and 2026, first in the sandbox,"
                                + " then at customers.",
                        "Check whether the app has a JWK Set URL, and whether it worked until a certain day.",
                        "Publish a JWK Set and register its URL, one for non-production and one for production.",
                        RETIRED),
                KnownCause.invalidClient(
                                "jwk-set-cached",
                                "Epic has cached an older copy of the JWK Set, or cannot fetch it: the URL must be public, use TLS and require no login.",
                                "Fetch the JWK Set URL from outside your network, look for this kid and check Cache-Control.",
                                "Publish the new key in addition to the old one before signing with it, and send Cache-Control.",
                                Epic.OAUTH)
                        .taking(JWK_SET_CACHE),
                KnownCause.invalidClient(
                        "app-listing",
                        "The app listing is not for Backend Systems with OAuth 2.0, or for user-facing apps lacks \"Requires"
                                + " refresh tokens\".",
                        "Open the app's page.",
                        "Select the options, save, and wait for the sync.",
                        CHECKLIST),
                KnownCause.invalidClient(
                        "proxy-audience",
                        "The customer's Epic is behind a proxy and does not know the public URL that is in aud.",
                        "Ask the customer whether there is a proxy.",
                        "Ask the customer to add the URL to the allowed audiences.",
                        Epic.OAUTH),
                KnownCause.invalidClient(
                                "no-background-user",
                                "The customer has not mapped the client id to a background user in Epic.",
                                "The sandbox does this automatically; ask the customer.",
                                "Ask the customer to map the client id to a background user.",
                                Epic.OAUTH)
                        .showingAs("unauthorized_client"),
                KnownCause.invalidClient(
                                "api-not-attached",
                                "The token is valid, but the API that was called is not assigned to the client id, or not synced"
                                        + " yet.",
                                "Look for the API on the app's page.",
                                "Add the API to the app, wait for the sync, and get a new token.",
                                Epic.OAUTH)
                        .showingAs("insufficient_scope")
                        .taking(CUSTOMER_SYNC));
    }
}
