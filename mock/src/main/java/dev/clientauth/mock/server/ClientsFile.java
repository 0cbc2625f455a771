package dev.clientauth.mock.server;

import dev.clientauth.mock.text.JsonDocument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of clients: a JSON object with the list {@code clients}. */
final class ClientsFile {
    private ClientsFile() {}

    static List<ClientDocument.Named> read(Path file, RoutedProviders providers) throws IOException {
        List<ClientDocument.Named> clients = new ArrayList<>();
        List<JsonDocument> documents;
        try {
            documents =
                    JsonDocument.parse(Files.readString(file)).only("clients").objects("clients");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        for (JsonDocument document : documents) {
            try {
                clients.add(ClientDocument.read(document, providers));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        file + ", client " + (clients.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return clients;
    }
}
