// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the commands of docs/keys-elsewhere.md in a shell, and signs with the keys that they created. */
@DisplayName("A key that was generated in a PKCS#11 token and cannot leave it")
@Tag("slow")
@Timeout(120)
class HsmTest {
    private static final Path PAGE = Path.of("../docs/keys-elsewhere.md");
    private static final Pattern COMMANDS = Pattern.compile("(?m)^```sh\\n(.*?)^```$", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void signsForAppleAndEpic() throws Exception {
        requireSoftHsm();
        Path script = directory.resolve("page.sh");
        Files.writeString(
                script,
                commands() + "\nexec \"$PROGRAM_JAVA\" -cp \"$PROGRAM_PATH\" " + HsmProgram.class.getName()
                        + " pkcs11.cfg\n");

        String said = run("bash", "-eu", script.toString());

        assertThat(Pattern.compile("Private Key Object").matcher(said).results())
                .hasSize(3);
        assertThat(Pattern.compile("Access: +sensitive, always sensitive, never extractable, local")
                        .matcher(said)
                        .results())
                .as(said)
                .hasSize(3);
        for (String alias : List.of("apple", "epic", "epic-ec")) {
            assertThat(said).contains(alias + " encoded null").contains(alias + " alone: an opaque ");
        }
        assertThat(lines(said, "token of 43 characters"))
                .containsExactly(
                        "apple ES256 token of 43 characters",
                        "epic RS384 token of 43 characters",
                        "epic RS384 token of 43 characters",
                        "epic RS384 remote token of 43 characters",
                        "epic-ec ES384 token of 43 characters",
                        "epic-ec ES384 token of 43 characters",
                        "epic-ec ES384 remote token of 43 characters");
        assertThat(lines(said, "alg "))
                .containsExactlyInAnyOrder(
                        "alg ES256", "alg RS384", "alg RS384", "alg RS384", "alg ES384", "alg ES384", "alg ES384");
        assertThat(said)
                .contains("foreign public key: a private key and a public key that do not match")
                .contains("signatures of 32 threads: 320")
                .contains("after logout: The key could not sign with ES256.");
    }

    private static void requireSoftHsm() {
        boolean isInstalled = Stream.of("softhsm2-util", "pkcs11-tool")
                .allMatch(tool -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(isInstalled).as("softhsm2 and opensc are installed").isTrue();
        }
        Assumptions.assumeTrue(isInstalled, "softhsm2 and opensc are not installed");
    }

    private static String commands() throws IOException {
        Matcher block = COMMANDS.matcher(Files.readString(PAGE));
        String commands = block.results().map(found -> found.group(1)).collect(Collectors.joining("\n"));
        assertThat(commands).contains("softhsm2-util", "keytool", "pkcs11-tool");
        return commands;
    }

    private static List<String> lines(String said, String part) {
        return said.lines().filter(line -> line.contains(part)).toList();
    }

    private String run(String... command) throws Exception {
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (old, bin) -> bin + ":" + old);
        builder.environment().put("PROGRAM_JAVA", java + "/java");
        builder.environment().put("PROGRAM_PATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
