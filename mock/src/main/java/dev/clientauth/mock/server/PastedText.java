// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.diagnosis.DiagnosisReport;
import dev.clientauth.diagnosis.PastedRequest;
import dev.clientauth.json.Json;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.text.JsonDocument;
import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Providers;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pasted request to be diagnosed. It is not recorded, and uses no code or {@code jti}.
 *
 * @param text the pasted text
 * @param provider the provider whose rules apply; detected if empty
 * @param clientId the registered client to compare with; taken from the text if empty
 * @param tokenEndpoint the token endpoint, for a provider with a different one for each customer
 */
record PastedText(String text, Optional<String> provider, Optional<String> clientId, Optional<URI> tokenEndpoint) {
    static PastedText of(String text) {
        return new PastedText(text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static PastedText of(JsonDocument document) {
        document.only("text", "provider", "clientId", "tokenEndpoint");
        return new PastedText(
                document.requiredText("text"),
                document.text("provider"),
                document.text("clientId"),
                document.text("tokenEndpoint").map(url -> ClientDocument.uri("tokenEndpoint", url)));
    }

    /** Returns the report, the same that the command prints. */
    Map<String, Object> diagnosed(RoutedProviders providers, ServerContext server) {
        PastedRequest read = PastedRequest.parse(text);
        PastedRequest pasted = provider.isPresent() ? read.withProfile(profile(read.request(), providers)) : read;
        EvaluationContext context = pasted.context(server.clock().instant());
        Optional<MockClient> client = providers
                .find(pasted.profile().id())
                .flatMap(branch ->
                        branch.provider().client(clientId.orElse(RequestClaims.claimedClient(pasted.request()))));
        if (client.isPresent()) {
            context = context.withRegistration(client.get().registration());
        }
        DiagnosisReport report = pasted.report(pasted.diagnose(context));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", pasted.input().format().name());
        pasted.match()
                .ifPresent(found -> members.put(
                        "providerMatch",
                        Map.of(
                                "provider", found.profile().id(),
                                "reasons", found.reasons(),
                                "foreign", found.foreign())));
        Json.parse(report.toJson()).properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private Profile profile(TokenRequest attempt, RoutedProviders providers) {
        URI there = tokenEndpoint.or(attempt::endpoint).orElse(ServerSettings.SMART);
        ProviderRoutes routes = providers.require(provider.orElseThrow());
        return Providers.ids().contains(routes.id())
                ? Providers.profile(routes.id(), there, null)
                : routes.provider().profile();
    }

    /** Returns only the length, because the text contains secrets. */
    @Override
    public String toString() {
        return "PastedText[" + text.length() + " characters]";
    }
}
