package dev.clientauth.mock.server;

import dev.clientauth.mock.core.FaultQueue;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.RequestLog;
import dev.clientauth.mock.core.ServerContext;
import dev.clientauth.mock.http.HttpHandler;
import dev.clientauth.mock.http.HttpRequest;
import dev.clientauth.mock.http.HttpResult;
import dev.clientauth.mock.text.JsonDocument;

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
 * The page at the root of a {@link MockProviderServer}, and the API of JSON that it and programs in any language use: {@link
 * MockProviderServer} lists it.
 *
 * <p>Errors are {@code {"error": "one sentence"}}. What changes something has to be {@code application/json}, so that no
 * other site can have a browser send it unasked, and its {@code Origin}, if there is one, has to be this server. No answer
 * holds a secret but the codes that were asked for.
 */
final class AdminApi implements HttpHandler {
    private static final int MOST_CLIENTS = 1000;

    private final ServerContext bench;
    private final RoutedProviders branches;
    private final StateDocument state;
    private final EventStream events;

    AdminApi(ServerContext bench, RoutedProviders branches, URI base, Optional<String> certificate) {
        this.bench = bench;
        this.branches = branches;
        this.state = new StateDocument(bench, branches, base, certificate);
        this.events = new EventStream(bench, state);
    }

    @Override
    public HttpResult answer(HttpRequest request) {
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
                default -> AdminResponse.notAllowed("GET, POST, DELETE");
            };
        } catch (AdminRejectionException e) {
            return AdminResponse.error(e.status(), e);
        } catch (IllegalArgumentException e) {
            return AdminResponse.error(400, e);
        }
    }

    private static void requireOurs(HttpRequest request) throws AdminRejectionException {
        String own = (request.secure() ? "https://" : "http://")
                + request.header("host").orElse("");
        Optional<String> origin = request.header("origin");
        if (origin.isPresent() && !origin.get().equalsIgnoreCase(own)) {
            throw new AdminRejectionException(
                    403, "This request comes from another site, and those may change nothing here.");
        }
    }

    private HttpResult get(HttpRequest request) throws AdminRejectionException {
        String path = request.path();
        return switch (path) {
            case "/" -> file("index.html");
            case "/api/state" -> AdminResponse.json(200, state.write());
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

    private HttpResult events(HttpRequest request) throws AdminRejectionException {
        if (!request.method().equals("GET")) {
            return AdminResponse.notAllowed("GET");
        }
        Optional<Long> after = request.header("last-event-id").isPresent()
                ? request.header("last-event-id").map(AdminApi::number)
                : after(request);
        return events.open(after, AdminResponse.eventHeaders());
    }

    private static HttpResult file(String name) throws AdminRejectionException {
        return PageFiles.find(name).map(AdminResponse::file).orElseThrow(AdminApi::nothingHere);
    }

    private static AdminRejectionException nothingHere() {
        return new AdminRejectionException(404, "There is nothing here.");
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

    private HttpResult attempts(long after) {
        RequestLog.Since since = bench.inbox().since(after);
        return listed(
                "attempts",
                since.attempts().stream().map(RequestDocument::summary).toList(),
                since.last(),
                since.droppedAttempts());
    }

    private HttpResult calls(long after) {
        RequestLog.Since since = bench.inbox().since(after);
        return listed(
                "calls", since.calls().stream().map(CallDocument::of).toList(), since.last(), since.droppedCalls());
    }

    private static HttpResult listed(String name, List<Map<String, Object>> lines, long last, long dropped) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(name, lines);
        members.put("lastSeq", last);
        members.put("dropped", dropped);
        return AdminResponse.json(200, members);
    }

    private HttpResult attempt(long seq) throws AdminRejectionException {
        return bench.inbox()
                .attempt(seq)
                .map(entry -> AdminResponse.json(200, RequestDocument.full(entry)))
                .orElseThrow(() -> new AdminRejectionException(404, "There is no such attempt, or it was forgotten."));
    }

    private HttpResult post(HttpRequest request) throws AdminRejectionException {
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean diagnoses = request.path().equals("/api/diagnose");
        if (diagnoses && type.startsWith("text/plain")) {
            return AdminResponse.json(200, PastedText.of(request.body()).diagnosed(branches, bench));
        }
        if (!type.startsWith("application/json")) {
            throw new AdminRejectionException(415, "The Content-Type has to be application/json.");
        }
        JsonDocument document = JsonDocument.parse(request.body());
        return switch (request.path()) {
            case "/api/clients" -> client(ClientDocument.read(document, branches));
            case "/api/faults" -> fault(document);
            case "/api/clock" -> clock(document);
            case "/api/codes" -> code(document);
            case "/api/diagnose" ->
                AdminResponse.json(200, PastedText.of(document).diagnosed(branches, bench));
            default -> throw nothingHere();
        };
    }

    private HttpResult client(ClientDocument.Named named) throws AdminRejectionException {
        HostedProvider provider = branches.require(named.provider()).provider();
        boolean isNew = provider.client(named.client().clientId()).isEmpty();
        if (isNew && provider.clients().size() >= MOST_CLIENTS) {
            throw new AdminRejectionException(
                    409, "There are " + MOST_CLIENTS + " clients at this provider; remove some first.");
        }
        try {
            provider.register(named.client());
        } catch (IllegalStateException full) {
            throw new AdminRejectionException(409, String.valueOf(full.getMessage()));
        }
        bench.changes().notifyListeners();
        return AdminResponse.json(201, ClientDocument.write(named.provider(), named.client()));
    }

    private HttpResult fault(JsonDocument document) throws AdminRejectionException {
        if (bench.faults().pending().size() >= FaultQueue.MOST) {
            throw new AdminRejectionException(409, "Too many faults have yet to strike; take some back first.");
        }
        if (document.requiredText("kind").equals(FaultDocument.ROTATE_KEYS)) {
            String name = document.text("provider").orElse("sign-in-with-apple");
            branches.require(name).provider().rotateKeys();
            return AdminResponse.json(201, Map.of("kind", FaultDocument.ROTATE_KEYS));
        }
        return AdminResponse.json(201, FaultDocument.write(FaultDocument.add(document, branches, bench.faults())));
    }

    private HttpResult clock(JsonDocument document) {
        document.only("offsetSeconds", "advanceSeconds");
        Optional<Long> offset = document.number("offsetSeconds");
        Optional<Long> advance = document.number("advanceSeconds");
        if (offset.isPresent() == advance.isPresent()) {
            throw new IllegalArgumentException("Say either \"offsetSeconds\" or \"advanceSeconds\".");
        }
        offset.map(Duration::ofSeconds).ifPresent(bench.clock()::setOffset);
        advance.map(Duration::ofSeconds).ifPresent(bench.clock()::advance);
        bench.changes().notifyListeners();
        return AdminResponse.json(
                200,
                Map.of(
                        "now", bench.clock().instant().toString(),
                        "clockOffsetSeconds", bench.clock().offset().toSeconds()));
    }

    private HttpResult code(JsonDocument document) {
        document.only("provider", "clientId", "redirectUri");
        URI redirectUri = document.text("redirectUri")
                .map(text -> ClientDocument.uri("redirectUri", text))
                .orElse(null);
        String code = branches.require(document.requiredText("provider"))
                .provider()
                .code(document.requiredText("clientId"), redirectUri);
        return AdminResponse.json(201, Map.of("code", code));
    }

    private HttpResult delete(HttpRequest request) throws AdminRejectionException {
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
            bench.changes().notifyListeners();
        } else {
            throw nothingHere();
        }
        return AdminResponse.nothing();
    }

    private static void requireFound(boolean found) throws AdminRejectionException {
        if (!found) {
            throw new AdminRejectionException(404, "There was none of that name.");
        }
    }
}
