// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Drives a headless Chromium through chromedriver, with the part of W3C WebDriver that these tests need. */
public final class Browser implements AutoCloseable {
    /** Keys, as WebDriver names them. */
    public static final String TAB = "\uE004";

    public static final String ENTER = "\uE007";
    public static final String HOME = "\uE011";
    public static final String DOWN = "\uE015";
    public static final String RIGHT = "\uE014";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final Process driver;
    private final Path profile;
    private final URI session;

    private Browser(Path chromium, Path chromeDriver) throws IOException {
        profile = Files.createTempDirectory("clientauth-browser-");
        driver = new ProcessBuilder(chromeDriver.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        URI base = URI.create("http://127.0.0.1:" + port() + "/session");
        List<String> arguments = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        JsonNode created = call(
                "POST",
                base,
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of(
                                        "browserName",
                                        "chrome",
                                        "goog:loggingPrefs",
                                        Map.of("browser", "ALL"),
                                        "goog:chromeOptions",
                                        Map.of("binary", chromium.toString(), "args", arguments)))));
        session = URI.create(base + "/" + created.get("sessionId").asText());
        call("POST", "/timeouts", Map.of("implicit", TIMEOUT.toMillis() / 3));
    }

    /**
     * Starts a browser; empty if Chromium and its driver are not on the path.
     *
     * @throws IOException if they are not on the path and {@code CI} is set: a build server must not skip tests
     */
    public static Optional<Browser> start() throws IOException {
        Optional<Path> chromium =
                onPath("chromium").or(() -> onPath("chromium-browser")).or(() -> onPath("google-chrome"));
        Optional<Path> chromeDriver = onPath("chromedriver");
        if (chromium.isPresent() && chromeDriver.isPresent()) {
            return Optional.of(new Browser(chromium.get(), chromeDriver.get()));
        }
        if (System.getenv("CI") != null) {
            throw new IOException("chromium and chromedriver must be on the path. Install both.");
        }
        return Optional.empty();
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private String port() throws IOException {
        BufferedReader lines = driver.inputReader(UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                // Later output must not fill the pipe.
                CompletableFuture.runAsync(() -> lines.lines().forEach(ignored -> {}));
                return started.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("chromedriver did not start: " + said);
    }

    /** Opens an address, and waits until it is loaded. */
    public void open(URI uri) {
        call("POST", "/url", Map.of("url", uri.toString()));
    }

    /** Opens a tab and switches to it; the previous one is hidden. */
    public void openTab() {
        String tab = call("POST", "/window/new", Map.of("type", "tab"))
                .get("handle")
                .asText();
        call("POST", "/window", Map.of("handle", tab));
    }

    /** Closes all tabs but the first, and switches to it. */
    public void closeTabs() {
        JsonNode tabs = call("GET", "/window/handles", null);
        for (int i = tabs.size() - 1; i >= 0; i--) {
            call("POST", "/window", Map.of("handle", tabs.get(i).asText()));
            if (i > 0) {
                call("DELETE", "/window", null);
            }
        }
    }

    /** Returns the address of the current page. */
    public String address() {
        return call("GET", "/url", null).asText();
    }

    /** Returns the text of the first element that matches the CSS selector. */
    public String text(String selector) {
        URI text = URI.create(session + "/element/" + element(selector) + "/text");
        HttpResponse<String> response = send("GET", text, null);
        for (int again = 0; again < 10 && response.body().contains("stale element reference"); again++) {
            // The page replaced the element after it was found.
            text = URI.create(session + "/element/" + element(selector) + "/text");
            response = send("GET", text, null);
        }
        return value("GET", text, response).asText();
    }

    /** Returns whether an element matches the CSS selector now. */
    public boolean has(String selector) {
        JsonNode found = call(
                "POST",
                "/execute/sync",
                Map.of("script", "return document.querySelector(arguments[0]) !== null", "args", List.of(selector)));
        return found.asBoolean();
    }

    /** Clicks a link or button by the beginning of its text, and waits until another page is loaded. */
    public void press(String label) {
        String pressed = click(label);
        Waiting.until(
                () -> send("GET", URI.create(session + pressed + "/name"), null).statusCode() == 404);
    }

    /** Clicks a link or button by the beginning of its text, and returns the element's path. */
    public String click(String label) {
        JsonNode found = call(
                "POST",
                "/elements",
                Map.of("using", "xpath", "value", "//*[self::a or self::button][starts-with(., '" + label + "')]"));
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " links or buttons start with " + label + " on " + address());
        }
        String pressed = "/element/" + found.get(0).get(ELEMENT).asText();
        call("POST", pressed + "/click", Map.of());
        return pressed;
    }

    /** Types into the first element that matches the CSS selector. */
    public void type(String selector, String text) {
        call("POST", "/element/" + element(selector) + "/value", Map.of("text", text));
    }

    /** Presses keys, such as {@link #TAB}, one after the other in the focused element. */
    public void keys(String... keys) {
        List<Map<String, String>> strokes = Stream.of(keys)
                .flatMap(key ->
                        Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
                .toList();
        call("POST", "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", strokes))));
    }

    /** Runs a script and returns its result as text. */
    public String run(String script) {
        JsonNode value = call("POST", "/execute/sync", Map.of("script", script, "args", List.of()));
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** Returns new console messages: errors, and what a Content-Security-Policy blocked. */
    public List<String> console() {
        List<String> lines = new ArrayList<>();
        call("POST", "/se/log", Map.of("type", "browser"))
                .forEach(entry -> lines.add(entry.get("level").asText() + " "
                        + entry.get("message").asText()));
        return lines;
    }

    /** Returns whether a page has opened a dialog. */
    public boolean hasDialog() {
        return send("GET", URI.create(session + "/alert/text"), null).statusCode() == 200;
    }

    /** Sends a command of the DevTools protocol. */
    public void devTools(String command, Map<String, Object> parameters) {
        call("POST", "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    /** Saves a screenshot. */
    public void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(
                file,
                Base64.getDecoder().decode(call("GET", "/screenshot", null).asText()));
    }

    private String element(String selector) {
        return call("POST", "/element", Map.of("using", "css selector", "value", selector))
                .get(ELEMENT)
                .asText();
    }

    private JsonNode call(String method, String path, Map<String, ?> body) {
        return call(method, URI.create(session + path), body);
    }

    private JsonNode call(String method, URI uri, Map<String, ?> body) {
        return value(method, uri, send(method, uri, body));
    }

    private JsonNode value(String method, URI uri, HttpResponse<String> response) {
        JsonNode value = parsed(response.body()).get("value");
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    method + " " + uri.getPath() + ": " + value.get("message").asText());
        }
        return value;
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String written(Map<String, ?> body) {
        try {
            return json.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, URI uri, Map<String, ?> body) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(written(body)))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the browser.", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            call("DELETE", "", null);
        } finally {
            driver.destroy();
            try {
                driver.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            delete(profile);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
