// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.clientauth.site.DocumentBlocks.Block;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

import javax.xml.parsers.DocumentBuilderFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The commands and programs of the documentation work against the mock")
class DocumentCommandsTest {
    private static final String LOCAL = "127.0.0.1";

    @TempDir
    private Path folder;

    private int port;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void provideTheTool() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path tool = folder.resolve("bin/clientauth");
        Files.createDirectories(tool.getParent());
        Files.writeString(
                tool,
                "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' dev.clientauth.cli.ClientauthCommand \"$@\"\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void stop() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /** The shell blocks in order, and then each Java block that is a whole file. The last column is part of what it prints. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "docs/start-apple-school-manager.md | AccessToken[Bearer, scope=school.api",
                "docs/start-sign-in-with-apple.md   | ES256",
                "docs/start-epic.md                 | scope=system/Patient.read",
                "docs/start-smart.md                | scope=system/Patient.rs",
                "docs/testing.md                    |"
            })
    void thePageWorks(Path page, String printed) throws Exception {
        List<Block> commands = DocumentBlocks.in(page, "sh");
        assertThat(commands).hasSizeGreaterThanOrEqualTo(2);
        for (Block block : commands) {
            Process process = start(block);
            if (block.code().contains("clientauth mock")) {
                awaitMock(block, process);
            } else {
                assertThat(process.waitFor(120, TimeUnit.SECONDS))
                        .as(block.code())
                        .isTrue();
                assertThat(process.exitValue())
                        .as("%s: %s", block, output(block))
                        .isZero();
            }
        }
        if (printed != null) {
            assertThat(run(page)).contains(printed);
        }
    }

    @Test
    void everyShellBlockIsValid() throws Exception {
        for (Block block : DocumentBlocks.all("sh")) {
            Process process =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            process.getOutputStream().write(block.code().getBytes(UTF_8));
            process.getOutputStream().close();
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .as(block.toString())
                    .isEmpty();
        }
    }

    @Test
    void everyYamlBlockIsAnObject() throws IOException {
        List<Block> blocks = DocumentBlocks.all("yaml");
        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            JsonNode yaml = new YAMLMapper().readTree(block.code());
            assertThat(yaml.isObject()).as(block.toString()).isTrue();
        }
    }

    @Test
    void everyXmlBlockIsWellFormed() throws Exception {
        List<Block> blocks = DocumentBlocks.all("xml");
        assertThat(blocks).isNotEmpty();
        for (Block block : blocks) {
            var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            // A block may have several elements, such as two dependencies.
            var xml = builder.parse(new InputSource(new StringReader("<block>" + block.code() + "</block>")));
            var first = xml.getDocumentElement().getElementsByTagName("*").item(0);
            assertThat(first.getChildNodes().getLength()).as(block.toString()).isPositive();
        }
    }

    private Process start(Block block) throws IOException {
        String script = "set -e\n"
                + block.code()
                        .replace("clientauth mock", "clientauth mock --port " + port)
                        .replace(":8123/", ":" + port + "/");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(outputFile(block).toFile());
        bash.environment().merge("PATH", folder.resolve("bin").toString(), (path, tool) -> tool + ":" + path);
        Process process = bash.start();
        started.add(process);
        return process;
    }

    private void awaitMock(Block block, Process mock) throws Exception {
        HttpRequest state = HttpRequest.newBuilder(URI.create("http://" + LOCAL + ":" + port + "/api/state"))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (true) {
            try {
                HttpClient.newHttpClient().send(state, HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                assertThat(mock.isAlive() && System.nanoTime() < end)
                        .as("%s: %s", block, output(block))
                        .isTrue();
                Thread.sleep(50);
            }
        }
    }

    /** Runs the programs of a page with its port and folder, and returns what they print. */
    private String run(Path page) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            for (Block block : DocumentBlocks.in(page, "java")) {
                String code = block.code()
                        .replace(":8123/", ":" + port + "/")
                        .replace("Path.of(\"", "Path.of(\"" + folder + "/");
                JavaSnippet program = new JavaSnippet(new Block(page, block.number(), code));
                if (program.isFile()) {
                    assertThat(program.errors(folder)).isEmpty();
                    try (URLClassLoader loader =
                            new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
                        loader.loadClass(JavaSnippet.className(code))
                                .getMethod("main", String[].class)
                                .invoke(null, (Object) new String[0]);
                    }
                }
            }
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }

    private Path outputFile(Block block) {
        return folder.resolve("output-" + block.number());
    }

    private String output(Block block) throws IOException {
        return Files.readString(outputFile(block));
    }
}
