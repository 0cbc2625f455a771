package dev.clientauth.cli;

import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.mock.server.MockProviderServerBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The flags that say where a mock is to be found. */
final class MockAddress {
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final int LAST_PORT = 65_535;

    /** Always the same, so that configurations and bookmarks outlive a run. */
    @Option(names = "--port", paramLabel = "N", description = "The port, by default 8123; 0 takes a free one.")
    private int port = 8123;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Listen at this address, so that others can reach it; 0.0.0.0 for all. By default 127.0.0.1.")
    private @Nullable String bind;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "The name by which others reach it, such as a container's, for URLs and the certificate.")
    private @Nullable String host;

    @Option(names = "--https", description = "Speak https, with a certificate made now and printed.")
    private boolean isHttps;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Speak https, and write the certificate to trust there, in PEM.")
    private @Nullable String certificate;

    /**
     * Starts it there.
     *
     * @throws UsageException if that is not possible
     */
    MockProviderServer start(MockPace pace) {
        if (port < 0 || port > LAST_PORT) {
            throw new UsageException("--port is " + port + "; expected 0 to " + LAST_PORT + ".");
        }
        certificateFile();
        try {
            MockProviderServerBuilder builder = MockProviderServer.builder().port(port);
            if (bind != null) {
                builder.bind(InetAddress.getByName(bind));
            }
            if (host != null) {
                builder.host(host);
            }
            if (isHttps || certificate != null) {
                builder.https();
            }
            return pace.applied(builder).start();
        } catch (UnknownHostException e) {
            throw new UsageException(
                    "--bind " + bind + " is no address of this machine; expected one like 0.0.0.0.", e);
        } catch (IOException e) {
            throw new UsageException(
                    "It cannot listen at " + (bind == null ? "127.0.0.1" : bind) + ", port " + port + ": "
                            + e.getMessage() + ". Choose another --port, or 0 for a free one.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }

    /**
     * Writes the certificate to the file for it, where there is one.
     *
     * @throws UsageException if it cannot be written
     */
    Optional<Path> writeCertificate(MockProviderServer server) {
        Optional<Path> file = certificateFile();
        if (file.isPresent()) {
            try {
                Files.writeString(file.get(), server.certificatePem().orElseThrow(), US_ASCII);
            } catch (IOException e) {
                throw new UsageException(
                        file.get() + " cannot be written (" + e.getClass().getSimpleName() + ").", e);
            }
        }
        return file;
    }

    /** The file, in which nothing but a certificate is overwritten. */
    private Optional<Path> certificateFile() {
        if (certificate == null) {
            return Optional.empty();
        }
        Path file = Path.of(Discreet.fileName(certificate));
        try {
            if (Files.exists(file) && !Files.readString(file, US_ASCII).startsWith(CERTIFICATE)) {
                throw new UsageException(
                        file + " exists and is no certificate; nothing was written. Choose another name.");
            }
        } catch (IOException e) {
            throw new UsageException(file + " exists and is no certificate that can be read; choose another name.", e);
        }
        return Optional.of(file);
    }
}
