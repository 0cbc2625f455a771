// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.mock.server.MockProviderServer;

import java.net.URI;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** One provider of the mock, on which a client of a third party requests a token. */
record ClientRun(Judge judge, MockProviderServer server, MockProvider mock) {
    static final String CLIENT_ID = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";

    static ClientRun on(MockProviderServer server, Judge judge, String provider, JWK publicKey) {
        MockProvider mock = server.provider(provider).register(CLIENT_ID, publicKey);
        server.clear();
        return new ClientRun(judge, server, mock);
    }

    String provider() {
        return mock.profile().id();
    }

    /** Returns the algorithm that a client of this provider is configured with. */
    JWSAlgorithm algorithm() {
        return mock.profile().algorithms().get(0);
    }

    URI tokenEndpoint() {
        return mock.tokenEndpoint();
    }

    /** Checks that the last request was accepted and broke no rule. */
    void accepted(String request) {
        RecordedRequest last = last();
        assertThat(last.diagnosis().broken()).as(last.toString()).isEmpty();
        assertThat(last.status()).as(last.toString()).isEqualTo(200);
        JudgeResults.record(judge, mock.profile().name(), request, "accepted");
    }

    /** Checks that the last request was refused, for these rules only. */
    void refused(String request, String... rules) {
        RecordedRequest last = last();
        assertThat(last.status()).as(last.toString()).isBetween(400, 401);
        List<String> broken = last.diagnosis().blocking().stream()
                .map(finding -> finding.rule().id())
                .toList();
        assertThat(broken).as(last.toString()).containsExactlyInAnyOrder(rules);
        JudgeResults.record(
                judge,
                mock.profile().name(),
                request,
                "refused: " + last.status() + " `" + last.error().orElse("") + "`, "
                        + (broken.isEmpty()
                                ? "the key is not registered"
                                : "breaks `" + String.join("`, `", broken) + "`"));
    }

    private RecordedRequest last() {
        List<RecordedRequest> received = server.takeReceived();
        assertThat(received).as("requests").isNotEmpty();
        return received.get(received.size() - 1);
    }

    /** Generates a key for this provider. */
    static SigningKey key(MockProviderServer server, String provider) {
        return SigningKey.generate(server.provider(provider).profile().algorithms().get(0)).withKeyId("judge");
    }
}
