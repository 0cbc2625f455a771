// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints where a mock runs, how to point an application at it, and which clients are registered. */
final class MockSummary {
    private final MockProviderServer server;
    private final Output output;
    private final Optional<Path> certificateFile;
    private final @Nullable String demo;

    MockSummary(MockProviderServer server, Output output, Optional<Path> certificateFile, @Nullable String demo) {
        this.server = server;
        this.output = output;
        this.certificateFile = certificateFile;
        this.demo = demo;
    }

    void print() {
        if (output.isJson()) {
            output.jsonLine(document());
        } else {
            text();
        }
    }

    /** Reports that the mock has stopped. */
    void stopped() {
        if (!output.isJson()) {
            output.line("Stopped.");
        }
    }

    private ObjectNode document() {
        ObjectNode document = Output.document().put("base", server.base().toString());
        ArrayNode providers = document.putArray("providers");
        ArrayNode clients = document.putArray("clients");
        for (String id : server.providers()) {
            MockProvider provider = server.provider(id);
            ObjectNode environment = providers
                    .addObject()
                    .put("id", id)
                    .put("name", provider.profile().name())
                    .put("tokenEndpoint", provider.tokenEndpoint().toString())
                    .putObject("environment");
            server.environment(id).forEach(environment::put);
            provider.clients()
                    .forEach(client -> clients.addObject().put("provider", id).put("clientId", client.clientId()));
        }
        server.certificatePem().ifPresent(pem -> document.put("certificate", pem));
        server.warning().ifPresent(warning -> document.put("warning", warning));
        return document;
    }

    private void text() {
        output.line(output.style().strong(server.base() + "/")
                + " shows every request and why it was refused. Open it in a browser.");
        output.line("");
        output.line("Set these variables to point an application at a provider:");
        for (String id : server.providers()) {
            output.line("");
            output.line(
                    output.style().faint("# " + server.provider(id).profile().name()));
            server.environment(id).forEach((name, value) -> output.line(name + "=" + value));
        }
        output.line("");
        clients();
        certificate();
        output.line(output.style().faint("Press Ctrl-C to stop."));
    }

    private void clients() {
        List<String> clients = new ArrayList<>();
        for (String id : server.providers()) {
            server.provider(id).clients().forEach(client -> clients.add(id + " " + client.clientId()));
        }
        if (clients.isEmpty()) {
            output.paragraph(
                    0,
                    "No client is registered yet. Add one on the page or with --client, or create test clients with --demo"
                            + " FOLDER.");
        } else {
            output.line("Registered clients:");
            clients.forEach(client -> output.line("  " + Redactor.text(client)));
        }
        // The command trusts only the certificates that Java trusts, so it cannot use this one.
        if (demo != null && server.certificatePem().isEmpty()) {
            output.line("Try: clientauth token --config "
                    + Path.of(demo).resolve("epic.properties").toString());
        }
    }

    private void certificate() {
        if (certificateFile.isPresent()) {
            output.line("Trust its certificate, for example: curl --cacert " + certificateFile.get() + " "
                    + server.base() + "/");
        } else {
            server.certificatePem().ifPresent(pem -> output.text("Trust this certificate:\n" + pem));
        }
    }
}
