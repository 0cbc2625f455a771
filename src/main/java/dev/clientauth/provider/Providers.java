// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.base.ProviderEntry;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds providers by name. */
public final class Providers {
    /** In the order in which providers are preferred when nothing distinguishes them. */
    private static final List<ProviderEntry> ALL = List.of(
            ProviderEntry.of(AppleSchoolManager.profile()),
            ProviderEntry.of(AppleBusiness.profile()),
            ProviderEntry.of(SignInWithApple.profile()),
            ProviderEntry.of(SignInWithApple.revocation()),
            ProviderEntry.of(SignInWithApple.userMigration()),
            ProviderEntry.of(Epic.sandbox(), Epic::profile),
            Okta.ENTRY,
            Auth0.ENTRY,
            Keycloak.ENTRY,
            MicrosoftEntraId.ENTRY,
            GoogleServiceAccount.ENTRY,
            Salesforce.ENTRY,
            Box.ENTRY,
            DocuSign.ENTRY,
            Maskinporten.ENTRY,
            NhsEngland.ENTRY,
            PingAm.ENTRY,
            PingFederate.ENTRY,
            HelseId.ENTRY,
            Singpass.ENTRY,
            GovUkOneLogin.ENTRY,
            LoginGov.ENTRY,
            OracleHealth.ENTRY,
            Athenahealth.ENTRY,
            EClinicalWorks.ENTRY,
            CmsBcda.ENTRY,
            CmsDpc.ENTRY,
            SmartBackendServices.ENTRY,
            Fapi2.ENTRY,
            McpClientCredentials.ENTRY,
            PrivateKeyJwt.ENTRY);

    private static final Map<String, ProviderEntry> BY_ID =
            ALL.stream().collect(Collectors.toMap(ProviderEntry::id, entry -> entry, (a, b) -> a, LinkedHashMap::new));
    private static final Map<String, String> ALIASES = Map.of(
            "school", "apple-school-manager",
            "business", "apple-business",
            "siwa", "sign-in-with-apple",
            "smart", "smart-backend-services",
            "entra", "microsoft-entra-id",
            "google", "google-service-account",
            "nhs", "nhs-england");

    private Providers() {}

    /**
     * Returns the ids of all providers, such as {@code apple-school-manager}; each is the prefix of the ids of its rules.
     */
    public static List<String> ids() {
        return List.copyOf(BY_ID.keySet());
    }

    /**
     * Returns the profile of a provider.
     *
     * @param name one of {@link #ids()}, or a short name: {@code school}, {@code business}, {@code siwa}, {@code smart},
     *     {@code entra}, {@code google}, {@code nhs}
     * @param tokenEndpoint the token endpoint: optional for providers with a default, such as Epic's sandbox; required for
     *     SMART, {@code private_key_jwt}, Okta and others
     * @param issuer the issuer identifier, for {@code private_key_jwt} servers that expect it as the audience
     * @throws IllegalArgumentException if there is no such provider, or it needs a token endpoint
     */
    public static Profile profile(String name, @Nullable URI tokenEndpoint, @Nullable String issuer) {
        return entry(name).profile().apply(tokenEndpoint, issuer);
    }

    /**
     * Returns the profile of a provider for documentation and mocks: with its default token endpoint, or with an example if
     * there is none.
     *
     * @param name one of {@link #ids()}, or a short name
     * @throws IllegalArgumentException if there is no such provider
     */
    public static Profile example(String name) {
        ProviderEntry entry = entry(name);
        return entry.profile().apply(entry.example().orElse(null), null);
    }

    /**
     * Returns whether each server or customer of a provider has its own token endpoint, without a default.
     *
     * @param name one of {@link #ids()}, or a short name
     * @throws IllegalArgumentException if there is no such provider
     */
    public static boolean needsTokenEndpoint(String name) {
        return entry(name).example().isPresent();
    }

    private static ProviderEntry entry(String name) {
        String lower = Arguments.notBlank(name, "name").strip().toLowerCase(Locale.ROOT);
        ProviderEntry entry = BY_ID.get(ALIASES.getOrDefault(lower, lower));
        if (entry == null) {
            throw new IllegalArgumentException(
                    "Unknown provider \"" + name + "\"; use one of " + String.join(", ", BY_ID.keySet()) + ".");
        }
        return entry;
    }
}
