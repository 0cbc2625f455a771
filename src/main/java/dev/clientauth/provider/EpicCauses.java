// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.provider.base.Sources;

import java.time.Duration;
import java.util.List;

/**
 * Why Epic refuses a request that breaks no rule, the most likely cause first: at the sandbox or at a customer, and by version,
 * never mixed.
 */
final class EpicCauses {
    private static final Citation CHECKLIST = Sources.documented(
                    "Epic, JWT Authentication - Invalid Client Errors",
                    "https://fhir.epic.com/Resources/jwt_auth_troubleshoot_eof")
            .readAs(Citation.Access.MIRROR);

    private static final Duration SANDBOX_SYNC = Duration.ofMinutes(15);
    private static final Duration CUSTOMER_SYNC = Duration.ofHours(12);
    private static final Duration JWK_SET_CACHE = Duration.ofHours(29);

    private static final String WAIT = "Wait, and retry at long intervals.";
    private static final String FINGERPRINT =
            "Compare the SHA-1 fingerprint on the app's page with that of your certificate:"
                    + " openssl x509 -noout -fingerprint -sha1 -in certificate.pem. With a JWK Set, compare the thumbprints.";

    private static final KnownCause JWK_SET_CACHED = KnownCause.invalidClient(
                    "jwk-set-cached",
                    "Epic has cached an older copy of the JWK Set, or cannot fetch it: the URL must be public, use TLS and"
                            + " require no login.",
                    "Fetch the JWK Set URL from outside your network, look for this kid and check Cache-Control.",
                    "Publish the new key in addition to the old one before signing with it, and send Cache-Control.",
                    Epic.OAUTH)
            .taking(JWK_SET_CACHE);
    private static final KnownCause APP_LISTING = KnownCause.invalidClient(
            "app-listing",
            "The app is not listed for Backend Systems with OAuth 2.0 or, if it is user-facing, lacks \"Requires refresh tokens\".",
            "Open the app's page.",
            "Select the options, save, and wait for the sync.",
            CHECKLIST);
    private static final KnownCause NO_PUBLIC_KEY = KnownCause.invalidClient(
            "no-public-key",
            "No public key is registered for this environment. EC keys always require a JWK Set URL.",
            "Open the app's page; compare the SHA-1 fingerprint shown there with that of the certificate.",
            "Register a JWK Set URL whose set contains this key, or upload the public RSA key.",
            CHECKLIST);

    private EpicCauses() {}

    static List<KnownCause> atSandbox(Epic.Version version) {
        boolean isStatic = version.acceptsStaticKeys(true);
        return List.of(
                KnownCause.invalidClient(
                                "key-not-synced-sandbox",
                                isStatic
                                        ? "The public key or the app was changed recently, and the change has not reached the "
                                                + "sandbox yet."
                                        : "The app or its JWK Set URL was changed recently, and the change has not reached "
                                                + "the sandbox yet.",
                                "Check when the app was last saved. A new app may take an hour, a new account a day or two.",
                                WAIT,
                                CHECKLIST)
                        .taking(SANDBOX_SYNC),
                KnownCause.invalidClient(
                        "other-environment",
                        "The production client id, or the production key, was used: the sandbox accepts the non-production"
                                + " client id and key only.",
                        "Compare the client id with both on the app's page.",
                        "Use the non-production client id and key.",
                        CHECKLIST),
                anotherKey(isStatic ? FINGERPRINT : thumbprint("at the app's non-production JWK Set URL"), isStatic),
                isStatic
                        ? NO_PUBLIC_KEY
                        : KnownCause.invalidClient(
                                "no-jwk-set-url",
                                "The app has no non-production JWK Set URL. The sandbox has not accepted uploaded keys since"
                                        + " February 2026.",
                                "Look for the URL on the app's page, and check whether requests worked until a certain day.",
                                "Publish a JWK Set and register its URL as the non-production JWK Set URL.",
                                EpicKeys.CHANGELOG),
                JWK_SET_CACHED,
                APP_LISTING,
                apiNotAttached(SANDBOX_SYNC));
    }

    static List<KnownCause> atCustomer(Epic.Version version) {
        boolean isStatic = version.acceptsStaticKeys(false);
        boolean isConfigured = version.isConfiguredByCustomer();
        KnownCause notSynced = KnownCause.invalidClient(
                        "key-not-synced-customer",
                        isConfigured
                                ? "The app was changed or its key was configured recently, and this has not reached the "
                                        + "customer's Epic yet."
                                : "The public key was changed recently, and the change has not reached the customer's Epic yet.",
                        isConfigured
                                ? "Check when the app was last saved, and ask the customer when the key was configured."
                                : "Check when the key was uploaded.",
                        WAIT,
                        CHECKLIST)
                .taking(CUSTOMER_SYNC);
        return List.of(
                isConfigured ? notConfigured(isStatic) : notSynced,
                isConfigured ? notSynced : NO_PUBLIC_KEY,
                KnownCause.invalidClient(
                        "other-environment",
                        "The client id or the key of another environment was used: production and non-production have"
                                + " different ones.",
                        "Compare the client id with both on the app's page, and ask the customer which environment this is.",
                        "Use the client id and the key of the same environment.",
                        CHECKLIST),
                anotherKey(
                        isConfigured
                                ? thumbprint("at the JWK Set URL that the customer configured")
                                        + (isStatic
                                                ? " If the customer loaded a .pem file, compare its public key."
                                                : "")
                                : FINGERPRINT,
                        !isConfigured),
                ofAnotherCustomer(isConfigured),
                retired(version, isStatic),
                JWK_SET_CACHED,
                APP_LISTING,
                KnownCause.invalidClient(
                        "proxy-audience",
                        "The customer's Epic is behind a proxy and does not know the public URL that is in aud.",
                        "Ask the customer whether there is a proxy.",
                        "Ask the customer to add the URL to the allowed audiences.",
                        Epic.OAUTH),
                KnownCause.invalidClient(
                                "no-background-user",
                                "The customer has not mapped the client id to a background user in Epic.",
                                "Ask the customer.",
                                "Ask the customer to map the client id to a background user.",
                                Epic.OAUTH)
                        .showingAs("unauthorized_client"),
                apiNotAttached(CUSTOMER_SYNC));
    }

    private static KnownCause notConfigured(boolean mayLoadFile) {
        return KnownCause.invalidClient(
                "jwk-set-url-not-configured",
                "The customer has not configured the app's JWK Set URL in its Epic, which calls it a local JKU. Since May 2026"
                        + " each customer does this by hand.",
                "Ask the customer which JWK Set URL is configured for this client id in this environment.",
                "Send the customer the JWK Set URL of this environment and have it configured."
                        + (mayLoadFile
                                ? " Or send a .pem file with the public RSA key, which the customer can load."
                                : ""),
                EpicKeys.CHANGELOG);
    }

    private static KnownCause anotherKey(String confirm, boolean isUploaded) {
        return KnownCause.invalidClient(
                "another-key",
                "The private key that signs does not belong to the public key that is registered.",
                confirm,
                isUploaded
                        ? "Sign with the private key that belongs to the registered public key, or register this key's public"
                                + " key."
                        : "Sign with a key whose public key is there, or publish this key's public key.",
                CHECKLIST);
    }

    private static String thumbprint(String place) {
        return "Compare the kid and the thumbprint of the signing key with the JWK Set " + place + ".";
    }

    private static KnownCause ofAnotherCustomer(boolean isConfigured) {
        String sharing =
                " A cloud-hosted app may use one pair for all customers, but not the same pair for non-production and"
                        + " production.";
        return KnownCause.invalidClient(
                "key-of-another-customer",
                "The non-production key, or that of another customer, was used. "
                        + "Each customer has a non-production key and a production key.",
                isConfigured
                        ? "Ask the customer which key is configured for this app."
                        : "Look at the keys that were uploaded for this customer.",
                (isConfigured
                                ? "Use a key pair for each environment of this customer, and have both configured."
                                : "Upload both keys for this customer.")
                        + sharing,
                CHECKLIST);
    }

    private static KnownCause retired(Epic.Version version, boolean isStatic) {
        boolean isConfigured = version.isConfiguredByCustomer();
        return KnownCause.invalidClient(
                "static-key-retired",
                isConfigured
                        ? "The app relies on a key that was uploaded on its page. An Epic of May 2026 or later does not use it."
                        : "The customer's Epic is newer than assumed: since May 2026, Epic does not use uploaded keys.",
                "Check whether requests worked until a certain day, and ask the customer when its Epic was upgraded.",
                "Publish a JWK Set and have the customer configure its URL."
                        + (isConfigured && isStatic
                                ? " Or have the customer load a .pem file with the public RSA key."
                                : ""),
                EpicKeys.CHANGELOG);
    }

    private static KnownCause apiNotAttached(Duration sync) {
        return KnownCause.invalidClient(
                        "api-not-attached",
                        "The token is valid, but the API that was called is not assigned to the client id, or not synced yet.",
                        "Look for the API on the app's page.",
                        "Add the API to the app, wait for the sync, and get a new token.",
                        Epic.OAUTH)
                .showingAs("insufficient_scope")
                .taking(sync);
    }
}
