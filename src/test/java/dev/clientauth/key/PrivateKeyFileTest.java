// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.key.crypto.KeyGeneration;
import dev.clientauth.key.format.PrivateKeyFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("The file of a private key")
class PrivateKeyFileTest {
    @TempDir
    Path directory;

    private final Logger warnings = (Logger) LoggerFactory.getLogger("dev.clientauth.key.SigningKey");
    private final Level quiet = warnings.getLevel();
    private byte[] pem;

    /** The test configuration disables the warning, because all test keys are readable by others. */
    @BeforeEach
    void listen() {
        warnings.setLevel(null);
    }

    @AfterEach
    void restore() {
        warnings.setLevel(quiet);
    }

    @BeforeEach
    void generate() {
        pem = PrivateKeyFile.pem(KeyGeneration.generate(JWSAlgorithm.ES256).privateKey());
    }

    private Path file(String mode) throws IOException {
        Path file = directory.resolve("key-" + mode + ".pem");
        Files.write(file, pem);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "r--r--r--"})
    void thatOthersCanReadOrReplaceIsReportedOnce(String mode) throws IOException {
        Path file = file(mode);
        try (LogCapture logs = new LogCapture()) {
            SigningKey.load(file);
            SigningKey.load(file);
            SigningKey.loadEncrypted(file, new char[] {'x'});

            assertThat(logs.text())
                    .containsOnlyOnce("The private key file " + file + " can be read or replaced by other users")
                    .contains("compromised: revoke it and generate a new one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
    void thatOnlyItsOwnerCanReadIsNotReported(String mode) throws IOException {
        try (LogCapture logs = new LogCapture()) {
            SigningKey.load(file(mode));

            assertThat(logs.text()).doesNotContain("private key file");
        }
    }

    @Test
    void thatIsAKeyStoreIsReportedToo() throws IOException {
        Path store = Files.copy(Fixtures.file("openssl.p12"), directory.resolve("store.p12"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
        try (LogCapture logs = new LogCapture()) {
            SigningKey.fromKeyStore(store, Fixtures.password());

            assertThat(logs.text()).containsOnlyOnce("The private key file " + store);
        }
    }

    @Test
    void behindASymbolicLinkIsReported() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.pem"), file("rw-r--r--"));
        try (LogCapture logs = new LogCapture()) {
            SigningKey.load(link);

            assertThat(logs.text()).contains("The private key file " + link);
        }
    }

    @Test
    void thatDoesNotExistIsReportedAsMissing() {
        assertThatThrownBy(() -> SigningKey.load(directory.resolve("none.pem")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void thatExistsIsNotOverwritten() throws IOException {
        Path file = file("rw-r--r--");

        assertThatThrownBy(() -> PrivateKeyFile.create(file, new byte[] {1}))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(pem);
    }

    @Test
    void thatWasReadableIsReplacedByOneThatIsNot() throws IOException {
        Path file = file("rw-rw-rw-");
        PrivateKeyFile.replaceForOwner(file, pem);

        assertThat(mode(file)).isEqualTo("rw-------");
    }

    /** Another thread continuously lists all files in the directory. */
    @Test
    void isNeverReadableByOthersWhileItIsWritten() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        CompletableFuture<Set<String>> seen = new CompletableFuture<>();
        Thread observer = new Thread(() -> seen.complete(modes(isDone)));
        observer.start();
        try {
            for (int i = 0; i < 150; i++) {
                PrivateKeyFile.create(directory.resolve("new-" + i), pem);
                PrivateKeyFile.replaceForOwner(directory.resolve("replaced"), pem);
            }
        } finally {
            isDone.set(true);
        }

        assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly("rw-------");
    }

    private Set<String> modes(AtomicBoolean isDone) {
        Set<String> modes = new TreeSet<>();
        while (!isDone.get()) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    modes.add(mode(file));
                }
            } catch (NoSuchFileException moved) {
                // A file was moved after it was listed: look again.
                continue;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return modes;
    }

    /** With umask 0, a file has exactly the mode that it was created with. */
    @Test
    void isCreatedWithMode0600RegardlessOfTheUmask() throws Exception {
        Path file = directory.resolve("umask.pem");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 0; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        java,
                        System.getProperty("java.class.path"),
                        WriteKey.class.getName(),
                        file.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.resolveSibling("umask-folder"))).isEqualTo("rwx------");
    }

    /** Writes a file and a folder. */
    static final class WriteKey {
        private WriteKey() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            PrivateKeyFile.create(file, new byte[] {1});
            PrivateKeyFile.createDirectory(file.resolveSibling("umask-folder"));
        }
    }
}
