// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.mock.server.MockProviderServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The flags for the address of a mock: port, host and TLS. */
final class MockAddress {
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final int MAX_PORT = 65_535;

    /** A fixed default, so that configurations and bookmarks stay valid. */
    @Option(names = "--port", paramLabel = "N", description = "The port; by default 8123. Use 0 for any free port.")
    private int port = 8123;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen on, so that other machines can connect; 0.0.0.0 for all. By default"
                    + " 127.0.0.1.")
    private @Nullable String bind;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The host name for URLs and the certificate, such as the name of a container.")
    private @Nullable String host;

    @Option(names = "--https", description = "Use https, with a new certificate, which is printed.")
    private boolean isHttps;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Use https, and write the certificate to this file as PEM.")
    private @Nullable String certificate;

    /**
     * Starts the mock.
     *
     * @throws UsageException if it cannot listen on that address
     */
    MockProviderServer start(MockPace pace, EpicFlags epic) {
        if (port < 0 || port > MAX_PORT) {
            throw new UsageException("--port must be from 0 to " + MAX_PORT + ", but is " + port + ".");
        }
        certificateFile();
        try {
            MockProviderServer.Builder builder = MockProviderServer.builder().port(port);
            if (bind != null) {
                builder.bind(InetAddress.getByName(bind));
            }
            if (host != null) {
                builder.host(host);
            }
            if (isHttps || certificate != null) {
                builder.https();
            }
            return epic.applied(pace.applied(builder)).start();
        } catch (UnknownHostException e) {
            throw new UsageException(
                    "--bind must be an address of this machine, such as 0.0.0.0, but is " + bind + ".", e);
        } catch (IOException e) {
            throw new UsageException(
                    "Could not listen on " + (bind == null ? "127.0.0.1" : bind) + ", port " + port + ": "
                            + e.getMessage() + ". Choose another --port, or 0 for any free port.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }

    /**
     * Writes the certificate to the file that {@code --certificate} names.
     *
     * @return the file, or empty if the flag is not set
     * @throws UsageException if it cannot be written
     */
    Optional<Path> writeCertificate(MockProviderServer server) {
        Optional<Path> file = certificateFile();
        if (file.isPresent()) {
            try {
                Files.writeString(file.get(), server.certificatePem().orElseThrow(), US_ASCII);
            } catch (IOException e) {
                throw new UsageException(
                        "Could not write " + file.get() + " (" + e.getClass().getSimpleName()
                                + "). Check its permissions.",
                        e);
            }
        }
        return file;
    }

    /** Returns the file, after checking that it does not exist or is a certificate. */
    private Optional<Path> certificateFile() {
        if (certificate == null) {
            return Optional.empty();
        }
        Path file = FileArguments.path(certificate);
        try {
            if (Files.exists(file) && !Files.readString(file, US_ASCII).startsWith(CERTIFICATE)) {
                throw new UsageException(
                        file + " exists and is not a certificate; nothing was written. Choose another name.");
            }
        } catch (IOException e) {
            throw new UsageException(file + " exists and is not a readable certificate. Choose another name.", e);
        }
        return Optional.of(file);
    }
}
