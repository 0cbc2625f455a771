package dev.clientauth.exchange;

import dev.clientauth.profile.Attempt;
import dev.clientauth.token.TokenTransportException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Posts attempts by OkHttp, each at most once, and follows no redirect. */
public final class TokenTransport {
    static final String ACCEPT = "application/json";
    private static final String USER_AGENT = "clientauth";

    /** More than any token endpoint has to say. */
    private static final int MOST_BYTES = 1 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** How OkHttp begins the message of every answer that was cut off. */
    private static final String CUT_OFF = "unexpected end of stream";

    /**
     * Where calls run. A thread that reads from a socket takes no notice of an interrupt, so the caller waits beside it.
     * Daemons, so that a JVM can end at once.
     */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "clientauth-exchange");
        thread.setDaemon(true);
        return thread;
    });

    /** An answer as it came; without a body where that is too long. */
    private record Received(
            int status, @Nullable String location, @Nullable ByteString body) {}

    private final OkHttpClient http;

    /** A transport over this HTTP client's connections. Without a call timeout of its own it gets one of 30 seconds. */
    public TokenTransport(OkHttpClient http) {
        OkHttpClient.Builder once = http.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false);
        if (http.callTimeoutMillis() == 0) {
            once.callTimeout(DEADLINE);
        }
        this.http = once.build();
    }

    /**
     * Posts an attempt.
     *
     * @throws TokenTransportException if there was no answer, or one that is not OAuth's
     */
    TokenAnswer post(Attempt attempt) {
        URI endpoint = attempt.endpoint().orElseThrow();
        Request.Builder request = new Request.Builder()
                .url(endpoint.toString())
                .header("User-Agent", USER_AGENT)
                .post(new OneShotBody(
                        Form.CONTENT_TYPE, Form.encode(attempt.parameters().orElseThrow())));
        attempt.headers().orElseThrow().forEach(request::header);
        Received received = await(endpoint, http.newCall(request.build()));
        if (received.body() == null) {
            throw new TokenTransportException(
                    "The answer of " + endpoint + " with HTTP " + received.status() + " is longer than " + MOST_BYTES
                            + " bytes and was not read.",
                    received.status());
        }
        return new TokenAnswer(
                attempt, received.status(), received.location(), received.body().toByteArray());
    }

    private static Received await(URI endpoint, Call call) {
        if (Thread.currentThread().isInterrupted()) {
            throw new TokenTransportException(
                    "Nothing was sent to " + endpoint + ": the thread was interrupted.", null);
        }
        Future<Received> received = THREADS.submit(() -> receive(call));
        try {
            return received.get();
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
            throw noAnswer(endpoint, "the thread was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw noAnswer(endpoint, reason(fault), quotes(fault) ? null : fault);
            }
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException("The HTTP client failed.", e.getCause());
        }
    }

    private static TokenTransportException noAnswer(URI endpoint, String reason, @Nullable Throwable cause) {
        return new TokenTransportException(
                "No answer from " + endpoint + ": " + reason + " Whether the request arrived there is not known.",
                cause);
    }

    private static Received receive(Call call) throws IOException {
        try (Response response = call.execute()) {
            BufferedSource source = response.body().source();
            boolean isTooLong = source.request(MOST_BYTES + 1L);
            return new Received(
                    response.code(), response.header("Location"), isTooLong ? null : source.readByteString());
        }
    }

    private static String reason(IOException e) {
        if (e instanceof SSLException) {
            return "the TLS connection failed (" + e.getMessage() + ").";
        }
        if (e instanceof InterruptedIOException) {
            return "it took longer than the time allowed.";
        }
        if (e instanceof EOFException || String.valueOf(e.getMessage()).startsWith(CUT_OFF)) {
            return "the connection was closed before the answer was complete.";
        }
        return quotes(e) ? "what came back is not HTTP." : "the connection failed (" + e.getMessage() + ").";
    }

    /** Protocol errors quote what was received, and so do ends of a stream: it may be anything. */
    private static boolean quotes(@Nullable Throwable e) {
        return e != null && (e instanceof ProtocolException || e instanceof EOFException || quotes(e.getCause()));
    }
}
