// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.api.ApiData;
import dev.clientauth.mock.text.InvalidMemberException;
import dev.clientauth.mock.text.JsonDocument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The content of a file in JSON or YAML with clients, patients and devices. Errors name the line.
 *
 * @param clients the clients to register
 * @param data the patients and devices, if the file has them
 */
record SeedFile(List<ClientDocument.Named> clients, ApiData.NewData data) {
    private static final String CLIENTS = "clients";
    private static final String PATIENTS = "patients";
    private static final String DEVICES = "devices";
    private static final String KEY_FILE = "keyFile";
    private static final String KEYS = "keys";

    /**
     * Reads a file, and changes nothing.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    static SeedFile read(Path file, RoutedProviders providers, ApiData data) throws IOException {
        String text = Files.readString(file);
        boolean isYaml = !file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        try {
            JsonDocument document = JsonDocument.ofFile(text, isYaml).only(CLIENTS, PATIENTS, DEVICES);
            SeedFile seeds = new SeedFile(new ArrayList<>(), data.newData());
            each(document, CLIENTS, "client", client -> {
                resolveKeyFile(client, file);
                seeds.clients.add(ClientDocument.read(client, providers));
            });
            if (document.has(PATIENTS)) {
                seeds.data.replacePatients();
                each(document, PATIENTS, "patient", seeds.data::addPatient);
            }
            if (document.has(DEVICES)) {
                seeds.data.replaceDevices();
                each(document, DEVICES, "device", seeds.data::addDevice);
            }
            return seeds;
        } catch (ElementException e) {
            throw new IllegalArgumentException(file + e.getMessage(), e);
        } catch (InvalidMemberException e) {
            throw new IllegalArgumentException(file + line(e.line()) + ": " + e.getMessage(), e);
        }
    }

    /** Thrown for an invalid element of a list; the message begins with its place in the file. */
    private static final class ElementException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        ElementException(String message, IllegalArgumentException cause) {
            super(message, cause);
        }
    }

    private static void each(JsonDocument document, String list, String kind, Consumer<JsonDocument> reader) {
        if (!document.has(list)) {
            return;
        }
        int number = 0;
        for (JsonDocument element : document.objects(list)) {
            number++;
            try {
                reader.accept(element);
            } catch (IllegalArgumentException e) {
                throw new ElementException(
                        line(element.lineOf(e)) + ", " + kind + " " + number + ": " + e.getMessage(), e);
            }
        }
    }

    private static String line(int line) {
        return line > 0 ? ", line " + line : "";
    }

    /** Reads the public keys of a client from the file that it names, relative to the seed file. */
    private static void resolveKeyFile(JsonDocument client, Path file) {
        String name = client.text(KEY_FILE).orElse(null);
        if (name == null) {
            return;
        }
        if (client.has(KEYS)) {
            throw client.invalid(KEY_FILE, "cannot be combined with \"" + KEYS + "\"; remove one");
        }
        try {
            client.replace(KEY_FILE, KEYS, Files.readString(file.resolveSibling(name)));
        } catch (IOException | InvalidPathException e) {
            throw client.invalid(
                    KEY_FILE,
                    "must name a readable text file; " + name + " is not ("
                            + e.getClass().getSimpleName() + ")");
        }
    }
}
