package dev.clientauth.cli;

import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.mock.server.MockProviderServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a mock tells of itself: where it is, how to point an application at it, who is on file. */
final class MockCard {
    private final MockProviderServer server;
    private final Output output;
    private final Optional<Path> certificateFile;
    private final @Nullable String demo;

    MockCard(MockProviderServer server, Output output, Optional<Path> certificateFile, @Nullable String demo) {
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

    /** Says that it is over. */
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
        output.line(output.ink().strong(server.base() + "/")
                + " is the page: open it to see every request, and why it is refused.");
        output.line("");
        output.line("Point an application at a provider by its token endpoint:");
        for (String id : server.providers()) {
            output.line("");
            output.line(output.ink().faint("# " + server.provider(id).profile().name()));
            server.environment(id).forEach((name, value) -> output.line(name + "=" + value));
        }
        output.line("");
        clients();
        certificate();
        output.line(output.ink().faint("Ctrl-C stops it."));
    }

    private void clients() {
        List<String> clients = new ArrayList<>();
        for (String id : server.providers()) {
            server.provider(id).clients().forEach(client -> clients.add(id + " " + client.clientId()));
        }
        if (clients.isEmpty()) {
            output.paragraph(
                    0,
                    "No client is on file yet: add yours on the page or with --client, or have some made with --demo"
                            + " FOLDER.");
        } else {
            output.line("On file:");
            clients.forEach(client -> output.line("  " + Discreet.message(client)));
        }
        // The command trusts no certificate but Java's own.
        if (demo != null && server.certificatePem().isEmpty()) {
            output.line("Try: clientauth token --config "
                    + Path.of(demo).resolve("epic.properties").toString());
        }
    }

    private void certificate() {
        if (certificateFile.isPresent()) {
            output.line("Trust its certificate: curl --cacert " + certificateFile.get() + " " + server.base() + "/");
        } else {
            server.certificatePem().ifPresent(pem -> output.text("Trust this certificate:\n" + pem));
        }
    }
}
