// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Epic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.net.URI;

/** The flags that say which Epic is mocked. */
final class EpicFlags {
    /** A customer's token endpoint; each customer has its own. */
    private static final URI CUSTOMER =
            URI.create("https://epic.hospital.example/interconnect-fhir-oauth/oauth2/token");

    @Option(
            names = "--epic-version",
            paramLabel = "YYYY-MM",
            description = "The version of Epic to mock, which determines how keys can be registered: 2025-11, 2026-02, "
                    + "2026-05 or 2026-08 (default).")
    private @Nullable String version;

    @Option(
            names = "--epic-customer",
            description =
                    "Mock the Epic system of a customer. By default, Epic's sandbox is mocked, which requires a JWK Set URL.")
    private boolean isCustomer;

    /**
     * Sets the profile of Epic.
     *
     * @throws UsageException if there is no such version
     */
    MockProviderServer.Builder applied(MockProviderServer.Builder builder) {
        Epic.Version chosen = Epic.Version.LATEST;
        if (version != null) {
            try {
                chosen = Epic.Version.of(version);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--epic-version: " + e.getMessage(), e);
            }
        }
        Profile profile = isCustomer ? Epic.profile(CUSTOMER, chosen) : Epic.sandbox(chosen);
        return builder.provider(profile);
    }
}
