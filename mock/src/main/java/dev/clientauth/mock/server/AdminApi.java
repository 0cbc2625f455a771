// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * Serves the page at the root of a {@link MockProviderServer} and its JSON API, which {@link MockProviderServer} documents.
 *
 * <p>Errors are {@code {"error": "one sentence"}}. Requests that change something must be {@code application/json}, so that no
 * other site can make a browser send them, and their {@code Origin}, if present, must be this server. No response contains a
 * secret except requested authorization codes.
 */
final class AdminApi implements HttpHandler {
    private static final int MAX_CLIENTS = 1000;

    private final ServerContext context;
    private final RoutedProviders providers;
    private final StateDocument state;
    private final EventStream events;

    AdminApi(ServerContext context, RoutedProviders providers, URI base, Optional<String> certificate) {
        this.context = context;
        this.providers = providers;
        this.state = new StateDocument(context, providers, base, certificate);
        this.events = new EventStream(context, state);
    }

    @Override
    public HttpResult handle(HttpRequest request) {
        try {
            return switch (request.method()) {
                case "GET", "HEAD" -> get(request);
                case "POST" -> {
                    requireSameOrigin(request);
                    yield post(request);
                }
                case "DELETE" -> {
                    requireSameOrigin(request);
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

    private static void requireSameOrigin(HttpRequest request) throws AdminRejectionException {
        String own = (request.secure() ? "https://" : "http://")
                + request.header("host").orElse("");
        Optional<String> origin = request.header("origin");
        if (origin.isPresent() && !origin.get().equalsIgnoreCase(own)) {
            throw new AdminRejectionException(
                    403, "Requests from other sites are not allowed to change anything here.");
        }
    }

    private HttpResult get(HttpRequest request) throws AdminRejectionException {
        String path = request.path();
        return switch (path) {
            case "/" -> file("index.html");
            case "/api/state" -> AdminResponse.json(200, state.write());
            case "/api/requests" -> requests(after(request).orElse(0L));
            case "/api/calls" -> calls(after(request).orElse(0L));
            case "/api/events" -> events(request);
            default -> {
                if (path.startsWith("/api/requests/")) {
                    yield request(number(path.substring("/api/requests/".length())));
                }
                if (path.startsWith("/page/")) {
                    yield file(path.substring("/page/".length()));
                }
                throw notFound();
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
        return PageFiles.find(name).map(AdminResponse::file).orElseThrow(AdminApi::notFound);
    }

    private static AdminRejectionException notFound() {
        return new AdminRejectionException(404, "Not found.");
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
            throw new IllegalArgumentException("A request number is expected, in digits.");
        }
        return Long.parseLong(text);
    }

    private HttpResult requests(long after) {
        RequestLog.Since since = context.log().since(after);
        return listed(
                "requests",
                since.requests().stream().map(RequestDocument::summary).toList(),
                since.last(),
                since.droppedRequests());
    }

    private HttpResult calls(long after) {
        RequestLog.Since since = context.log().since(after);
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

    private HttpResult request(long seq) throws AdminRejectionException {
        return context.log()
                .request(seq)
                .map(entry -> AdminResponse.json(200, RequestDocument.full(entry)))
                .orElseThrow(
                        () -> new AdminRejectionException(404, "There is no such request, or it is no longer kept."));
    }

    private HttpResult post(HttpRequest request) throws AdminRejectionException {
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean diagnoses = request.path().equals("/api/diagnose");
        if (diagnoses && type.startsWith("text/plain")) {
            return AdminResponse.json(200, PastedText.of(request.body()).diagnosed(providers, context));
        }
        if (!type.startsWith("application/json")) {
            throw new AdminRejectionException(415, "The Content-Type must be application/json.");
        }
        JsonDocument document = JsonDocument.parse(request.body());
        return switch (request.path()) {
            case "/api/clients" -> client(ClientDocument.read(document, providers));
            case "/api/faults" -> fault(document);
            case "/api/clock" -> clock(document);
            case "/api/codes" -> code(document);
            case "/api/diagnose" ->
                AdminResponse.json(200, PastedText.of(document).diagnosed(providers, context));
            default -> throw notFound();
        };
    }

    private HttpResult client(ClientDocument.Named named) throws AdminRejectionException {
        HostedProvider provider = providers.require(named.provider()).provider();
        boolean isNew = provider.client(named.client().clientId()).isEmpty();
        if (isNew && provider.clients().size() >= MAX_CLIENTS) {
            throw new AdminRejectionException(409, "This provider has " + MAX_CLIENTS + " clients; remove some first.");
        }
        try {
            context.register(provider, named.client());
        } catch (IllegalStateException full) {
            throw new AdminRejectionException(409, String.valueOf(full.getMessage()));
        }
        return AdminResponse.json(201, ClientDocument.write(named.provider(), named.client()));
    }

    private HttpResult fault(JsonDocument document) throws AdminRejectionException {
        if (context.faults().pending().size() >= FaultQueue.MAX) {
            throw new AdminRejectionException(409, "Too many faults are pending; remove some first.");
        }
        if (document.requiredText("kind").equals(FaultDocument.ROTATE_KEYS)) {
            String name = document.text("provider").orElse("sign-in-with-apple");
            providers.require(name).provider().rotateKeys();
            return AdminResponse.json(201, Map.of("kind", FaultDocument.ROTATE_KEYS));
        }
        return AdminResponse.json(201, FaultDocument.write(FaultDocument.add(document, providers, context.faults())));
    }

    private HttpResult clock(JsonDocument document) {
        document.only("offsetSeconds", "advanceSeconds");
        Optional<Long> offset = document.number("offsetSeconds");
        Optional<Long> advance = document.number("advanceSeconds");
        if (offset.isPresent() == advance.isPresent()) {
            throw new IllegalArgumentException("Provide either \"offsetSeconds\" or \"advanceSeconds\".");
        }
        offset.map(Duration::ofSeconds).ifPresent(context::setClockAhead);
        advance.map(Duration::ofSeconds).ifPresent(context::advance);
        return AdminResponse.json(
                200,
                Map.of(
                        "now", context.clock().instant().toString(),
                        "clockOffsetSeconds", context.clock().offset().toSeconds()));
    }

    private HttpResult code(JsonDocument document) {
        document.only("provider", "clientId", "redirectUri");
        URI redirectUri = document.text("redirectUri")
                .map(text -> ClientDocument.uri("redirectUri", text))
                .orElse(null);
        String code = providers
                .require(document.requiredText("provider"))
                .provider()
                .code(document.requiredText("clientId"), redirectUri);
        return AdminResponse.json(201, Map.of("code", code));
    }

    private HttpResult delete(HttpRequest request) throws AdminRejectionException {
        String path = request.path();
        if (path.equals("/api/requests")) {
            context.log().clear(Optional.empty());
        } else if (path.equals("/api/faults")) {
            context.faults().clear(Optional.empty());
        } else if (path.startsWith("/api/faults/")) {
            requireFound(context.faults().remove(number(path.substring("/api/faults/".length()))));
        } else if (path.startsWith("/api/clients/")) {
            String[] parts = path.substring("/api/clients/".length()).split("/", -1);
            if (parts.length != 2) {
                throw notFound();
            }
            HostedProvider provider = providers.require(parts[0]).provider();
            requireFound(context.unregister(provider, URLDecoder.decode(parts[1].replace("+", "%2B"), UTF_8)));
        } else {
            throw notFound();
        }
        return AdminResponse.nothing();
    }

    private static void requireFound(boolean found) throws AdminRejectionException {
        if (!found) {
            throw new AdminRejectionException(404, "Nothing with this name or number exists here.");
        }
    }
}
