package dev.clientauth.sandbox;

import dev.clientauth.sandbox.http.Handler;
import dev.clientauth.sandbox.http.HttpAnswer;
import dev.clientauth.sandbox.http.HttpRequest;

import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The page at the root of a {@link SandboxServer}, and the API of JSON that it and programs in any language use: {@link
 * SandboxServer} lists it.
 *
 * <p>Errors are {@code {"error": "one sentence"}}. What changes something has to be {@code application/json}, so that no
 * other site can have a browser send it unasked, and its {@code Origin}, if there is one, has to be this server. No answer
 * holds a secret but the codes that were asked for.
 */
final class Administration implements Handler {
    private static final int MOST_CLIENTS = 1000;

    private final Workbench bench;
    private final Branches branches;
    private final StateDocument state;
    private final EventStream events;

    Administration(Workbench bench, Branches branches, URI base, Optional<String> certificate) {
        this.bench = bench;
        this.branches = branches;
        this.state = new StateDocument(bench, branches, base, certificate);
        this.events = new EventStream(bench, state);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        try {
            return switch (request.method()) {
                case "GET", "HEAD" -> get(request);
                case "POST" -> {
                    requireOurs(request);
                    yield post(request);
                }
                case "DELETE" -> {
                    requireOurs(request);
                    yield delete(request);
                }
                default -> ApiAnswer.notAllowed("GET, POST, DELETE");
            };
        } catch (RefusedException e) {
            return ApiAnswer.error(e.status(), e);
        } catch (IllegalArgumentException e) {
            return ApiAnswer.error(400, e);
        }
    }

    private static void requireOurs(HttpRequest request) throws RefusedException {
        String own = (request.secure() ? "https://" : "http://")
                + request.header("host").orElse("");
        Optional<String> origin = request.header("origin");
        if (origin.isPresent() && !origin.get().equalsIgnoreCase(own)) {
            throw new RefusedException(403, "This request comes from another site, and those may change nothing here.");
        }
    }

    private HttpAnswer get(HttpRequest request) throws RefusedException {
        String path = request.path();
        return switch (path) {
            case "/" -> file("index.html");
            case "/api/state" -> ApiAnswer.json(200, state.write());
            case "/api/attempts" -> attempts(after(request).orElse(0L));
            case "/api/calls" -> calls(after(request).orElse(0L));
            case "/api/events" -> events(request);
            default -> {
                if (path.startsWith("/api/attempts/")) {
                    yield attempt(number(path.substring("/api/attempts/".length())));
                }
                if (path.startsWith("/page/")) {
                    yield file(path.substring("/page/".length()));
                }
                throw nothingHere();
            }
        };
    }

    private HttpAnswer events(HttpRequest request) throws RefusedException {
        if (!request.method().equals("GET")) {
            return ApiAnswer.notAllowed("GET");
        }
        Optional<Long> after = request.header("last-event-id").isPresent()
                ? request.header("last-event-id").map(Administration::number)
                : after(request);
        return events.open(after, ApiAnswer.eventHeaders());
    }

    private static HttpAnswer file(String name) throws RefusedException {
        return PageFiles.find(name).map(ApiAnswer::file).orElseThrow(Administration::nothingHere);
    }

    private static RefusedException nothingHere() {
        return new RefusedException(404, "There is nothing here.");
    }

    private static Optional<Long> after(HttpRequest request) {
        for (String pair : request.query().split("&", -1)) {
            if (pair.startsWith("after=")) {
                return Optional.of(number(pair.substring("after=".length())));
            }
        }
        return Optional.empty();
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("The number of an attempt is expected, in digits.");
        }
        return Long.parseLong(text);
    }

    private HttpAnswer attempts(long after) {
        Inbox.Since since = bench.inbox().since(after);
        return listed(
                "attempts",
                since.attempts().stream().map(AttemptDocument::summary).toList(),
                since.last(),
                since.droppedAttempts());
    }

    private HttpAnswer calls(long after) {
        Inbox.Since since = bench.inbox().since(after);
        return listed(
                "calls", since.calls().stream().map(CallDocument::of).toList(), since.last(), since.droppedCalls());
    }

    private static HttpAnswer listed(String name, List<Map<String, Object>> lines, long last, long dropped) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(name, lines);
        members.put("lastSeq", last);
        members.put("dropped", dropped);
        return ApiAnswer.json(200, members);
    }

    private HttpAnswer attempt(long seq) throws RefusedException {
        return bench.inbox()
                .attempt(seq)
                .map(entry -> ApiAnswer.json(200, AttemptDocument.full(entry)))
                .orElseThrow(() -> new RefusedException(404, "There is no such attempt, or it was forgotten."));
    }

    private HttpAnswer post(HttpRequest request) throws RefusedException {
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean diagnoses = request.path().equals("/api/diagnose");
        if (diagnoses && type.startsWith("text/plain")) {
            return ApiAnswer.json(200, PastedText.of(request.body()).diagnosed(branches, bench));
        }
        if (!type.startsWith("application/json")) {
            throw new RefusedException(415, "The Content-Type has to be application/json.");
        }
        JsonDocument document = JsonDocument.parse(request.body());
        return switch (request.path()) {
            case "/api/clients" -> client(ClientDocument.read(document, branches));
            case "/api/faults" -> fault(document);
            case "/api/clock" -> clock(document);
            case "/api/codes" -> code(document);
            case "/api/diagnose" -> ApiAnswer.json(200, PastedText.of(document).diagnosed(branches, bench));
            default -> throw nothingHere();
        };
    }

    private HttpAnswer client(ClientDocument.Named named) throws RefusedException {
        ProviderSite provider = branches.require(named.provider()).provider();
        boolean isNew = provider.client(named.client().clientId()).isEmpty();
        if (isNew && provider.clients().size() >= MOST_CLIENTS) {
            throw new RefusedException(
                    409, "There are " + MOST_CLIENTS + " clients at this provider; remove some first.");
        }
        try {
            provider.register(named.client());
        } catch (IllegalStateException full) {
            throw new RefusedException(409, full.getMessage());
        }
        bench.changes().happened();
        return ApiAnswer.json(201, ClientDocument.write(named.provider(), named.client()));
    }

    private HttpAnswer fault(JsonDocument document) throws RefusedException {
        if (bench.faults().pending().size() >= Faults.MOST) {
            throw new RefusedException(409, "Too many faults have yet to strike; take some back first.");
        }
        if (document.requiredText("kind").equals(FaultDocument.ROTATE_KEYS)) {
            String name = document.text("provider").orElse("sign-in-with-apple");
            if (!(branches.require(name).provider() instanceof AppleProvider apple)) {
                throw new IllegalArgumentException("Only Sign in with Apple has identity keys that clients see.");
            }
            apple.rotateKeys();
            return ApiAnswer.json(201, Map.of("kind", FaultDocument.ROTATE_KEYS));
        }
        return ApiAnswer.json(201, FaultDocument.write(FaultDocument.add(document, branches, bench.faults())));
    }

    private HttpAnswer clock(JsonDocument document) {
        document.only("offsetSeconds", "advanceSeconds");
        Optional<Long> offset = document.number("offsetSeconds");
        Optional<Long> advance = document.number("advanceSeconds");
        if (offset.isPresent() == advance.isPresent()) {
            throw new IllegalArgumentException("Say either \"offsetSeconds\" or \"advanceSeconds\".");
        }
        offset.map(Duration::ofSeconds).ifPresent(bench.clock()::setOffset);
        advance.map(Duration::ofSeconds).ifPresent(bench.clock()::advance);
        bench.changes().happened();
        return ApiAnswer.json(
                200,
                Map.of(
                        "now", bench.clock().instant().toString(),
                        "clockOffsetSeconds", bench.clock().offset().toSeconds()));
    }

    private HttpAnswer code(JsonDocument document) {
        document.only("provider", "clientId", "redirectUri");
        URI redirectUri = document.text("redirectUri")
                .map(text -> ClientDocument.uri("redirectUri", text))
                .orElse(null);
        String code = branches.require(document.requiredText("provider"))
                .provider()
                .code(document.requiredText("clientId"), redirectUri);
        return ApiAnswer.json(201, Map.of("code", code));
    }

    private HttpAnswer delete(HttpRequest request) throws RefusedException {
        String path = request.path();
        if (path.equals("/api/attempts")) {
            bench.inbox().clear(Optional.empty());
        } else if (path.equals("/api/faults")) {
            bench.faults().clear(Optional.empty());
        } else if (path.startsWith("/api/faults/")) {
            requireFound(bench.faults().remove(number(path.substring("/api/faults/".length()))));
        } else if (path.startsWith("/api/clients/")) {
            String[] parts = path.substring("/api/clients/".length()).split("/", -1);
            if (parts.length != 2) {
                throw nothingHere();
            }
            requireFound(branches.require(parts[0])
                    .provider()
                    .remove(URLDecoder.decode(parts[1].replace("+", "%2B"), UTF_8)));
            bench.changes().happened();
        } else {
            throw nothingHere();
        }
        return ApiAnswer.nothing();
    }

    private static void requireFound(boolean found) throws RefusedException {
        if (!found) {
            throw new RefusedException(404, "There was none of that name.");
        }
    }
}
