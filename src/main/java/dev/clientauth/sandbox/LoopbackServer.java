package dev.clientauth.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.EndpointRules;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;

/** HTTP on 127.0.0.1 around a {@link Site}. */
final class LoopbackServer {
    /** More than any token request needs. */
    private static final int MOST_BYTES = 1 << 17;

    private static final int THREADS = 8;

    static {
        // The JDK's server writes head and body of an answer apart. On a connection kept alive the body would wait
        // 40 ms for the head's acknowledgement, unless the server finds this property when it is first used.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;

    LoopbackServer(Site site) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "clientauth-sandbox");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, site));
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Site site) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            URI endpoint = endpoint(exchange).orElse(null);
            if (endpoint == null) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            Reply reply = site.answer(attempt(exchange, endpoint, new String(body, UTF_8)));
            byte[] answer = reply.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodiless = answer.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : answer.length);
            if (!bodiless) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private static Attempt attempt(HttpExchange exchange, URI endpoint, String body) {
        Attempt.Builder attempt =
                Attempt.builder().method(exchange.getRequestMethod()).endpoint(endpoint);
        exchange.getRequestHeaders().forEach((name, values) -> attempt.header(name, String.join(", ", values)));
        return attempt.body(body).build();
    }

    /** The URL that the client had in mind: a Host that is not this machine stands for the real one. None for no host. */
    private static Optional<URI> endpoint(HttpExchange exchange) {
        String rest = "://" + exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI();
        try {
            URI meant = new URI("http" + rest);
            return Optional.of(EndpointRules.isLoopback(meant) ? meant : new URI("https" + rest));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
