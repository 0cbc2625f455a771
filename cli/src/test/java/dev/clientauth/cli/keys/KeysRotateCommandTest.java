// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import dev.clientauth.cli.CliHarness;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.PublicKeySet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys are published and rotated with the command. */
class KeysRotateCommandTest {
    private static final Path KEYS = Path.of("../src/test/resources/keys");

    @TempDir
    private Path parent;

    private Path folder;
    private final MovableClock clock = new MovableClock();
    private final CliHarness harness = new CliHarness().at(clock);

    @BeforeEach
    void name() {
        folder = parent.resolve("ring");
    }

    private CliHarness rotate(String... more) {
        String[] args = new String[3 + more.length];
        args[0] = "keys";
        args[1] = "rotate";
        args[2] = folder.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        harness.run(args);
        assertThat(harness.exit()).as(harness.all()).isZero();
        return harness;
    }

    private PublicKeySet published() throws IOException {
        return PublicKeySet.parse(Files.readString(folder.resolve("jwks.json")));
    }

    @Test
    void aKeyOfAppleIsReplacedByASecondOneAtOnceAndRemovedAnHourLater() throws IOException {
        String first = KEYS.resolve("ec-256.pkcs8.pem").toString();
        rotate("--key", first, "--kid", "ABC123DEFG");
        assertThat(harness.out()).contains("current").contains("ABC123DEFG").doesNotContain("next");

        harness.run(
                "keys",
                "generate",
                "--alg",
                "ES256",
                "--out",
                parent.resolve("new.p8").toString());
        rotate("--key", parent.resolve("new.p8").toString(), "--kid", "NEW4567890", "--now");
        assertThat(harness.out()).contains("Key NEW4567890 signs from now on.").containsPattern("retired +ABC123DEFG");
        assertThat(published().find("ABC123DEFG")).isPresent();

        clock.advance(Duration.ofHours(1));
        rotate("--finish");
        assertThat(harness.out()).contains("Key ABC123DEFG was removed.");
        assertThat(published().find("ABC123DEFG")).isEmpty();
    }

    @Test
    void theNextKeyIsPublishedAndDoesNotSignBeforeTheUrlHasReturnedIt() throws IOException {
        rotate();
        rotate();
        assertThat(harness.out())
                .contains("next")
                .containsPattern("because\\s+the\\s+ring\\s+has\\s+no\\s+URL")
                .contains("Without --url");
        assertThat(published().toJwkSet().getKeys()).hasSize(2);
        rotate();
        assertThat(published().toJwkSet().getKeys()).hasSize(2);

        harness.run("keys", "status", folder.toString(), "--json");
        assertThat(harness.json().path("keys").findValuesAsText("state")).containsExactly("CURRENT", "NEXT");
        assertThat(harness.all()).doesNotContain("\"d\"");
    }

    @Test
    void aUrlThatCannotBeFetchedIsReportedWithExitCode1() {
        rotate();
        rotate();
        harness.run("keys", "rotate", folder.toString(), "--url", "http://127.0.0.1:1/jwks.json");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("The JWK Set URL could not be fetched");
    }

    @Test
    void nowNeverCreatesAKeyThatWouldSignUnregistered() throws IOException {
        rotate();
        harness.run("keys", "rotate", folder.toString(), "--now");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("There is no next key");
        assertThat(published().toJwkSet().getKeys()).hasSize(1);
    }

    @Test
    void theStatusOfAnotherFolderIsAnError() {
        harness.run("keys", "status", parent.toString());
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("not the folder of a key ring");
    }

    @Test
    void theKeysOfARingAreServed() throws IOException {
        rotate();
        AtomicReference<HttpResponse<String>> response = new AtomicReference<>();
        harness.sleepingBy(time -> {
            try {
                String url = harness.out().strip().replaceFirst(".* at ", "");
                response.set(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            throw new InterruptedException("stop");
        });
        harness.run("keys", "serve", folder.toString(), "--port", "0", "--max-age", "1h");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(response.get().statusCode()).isEqualTo(200);
        assertThat(response.get().body()).isEqualTo(published().toJson());
        assertThat(response.get().headers().firstValue("Cache-Control")).contains("public, max-age=3600");
    }

    @Test
    void aJwkSetIsWrittenToAFile() throws IOException {
        Path file = parent.resolve("jwks.json");
        harness.run(
                "keys", "jwks", KEYS.resolve("ec-256.pkcs8.pem").toString(), "--kid", "a", "--out", file.toString());
        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(PublicKeySet.parse(Files.readString(file)).find("a")).isPresent();
    }

    @Test
    void aNextKeyIsDiscarded() throws IOException {
        rotate();
        rotate();
        rotate("--discard");
        assertThat(harness.out()).contains("was removed").doesNotContain("next");
        assertThat(published().toJwkSet().getKeys()).hasSize(1);
        harness.run("keys", "rotate", folder.toString(), "--discard");
        assertThat(harness.exit()).isEqualTo(2);
    }

    @Test
    void aLeakedKeyIsReplacedAndRemovedAtOnce() throws IOException {
        rotate();
        String leaked = published().toJwkSet().getKeys().get(0).getKeyID();
        rotate();
        rotate("--now");
        rotate("--remove-old");
        assertThat(published().find(leaked)).isEmpty();
        assertThat(published().toJwkSet().getKeys()).hasSize(1);
        assertThat(harness.out()).doesNotContain("retired", "next");
    }

    @Test
    void statusSaysWhenAKeyIsRemovedAndWhenThatIsOverdue() throws IOException {
        rotate();
        rotate();
        rotate("--now");
        harness.run("keys", "status", folder.toString());
        assertThat(harness.out().replaceAll("\\s+", " ")).containsPattern("retired .*published until");
        clock.advance(Duration.ofHours(2));
        harness.run("keys", "status", folder.toString());
        assertThat(harness.out().replaceAll("\\s+", " ")).contains("due since").contains("--finish");
        assertThat(harness.exit()).isZero();
        harness.run("keys", "status", folder.toString(), "--json");
        assertThat(harness.json().at("/keys/0/due").asText()).isNotEmpty();
    }

    @Test
    void statusReportsAKeyThatCannotBeUsedAndChangesNothing() throws IOException {
        rotate();
        rotate();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("key-"))
                    .toList()) {
                Files.delete(file);
            }
        }
        harness.run("keys", "status", folder.toString());
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out().replaceAll("\\s+", " ")).contains("current ", "cannot be used: ", "is missing");
        harness.run("token", "-p", "epic", "--client-id", "a", "-k", folder.toString());
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err().replaceAll("\\s+", " ")).contains("cannot be used");
    }

    @Test
    void aNewKeyHasTheAlgorithmOfTheOldOne() throws IOException {
        rotate("--alg", "RS384");
        rotate();
        assertThat(published().toJwkSet().getKeys())
                .extracting(key -> key.getAlgorithm().getName())
                .containsExactly("RS384", "RS384");
    }
}
