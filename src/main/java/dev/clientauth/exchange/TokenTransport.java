package dev.clientauth.exchange;

import dev.clientauth.profile.Attempt;
import dev.clientauth.token.TokenTransportException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

import javax.net.ssl.SSLException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;

/** Posts attempts by OkHttp, each at most once, and follows no redirect. */
public final class TokenTransport {
    static final String ACCEPT = "application/json";
    private static final String USER_AGENT = "clientauth";

    /** More than any token endpoint has to say. */
    private static final int MOST_BYTES = 1 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

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
        try (Response response = http.newCall(request.build()).execute()) {
            return new TokenAnswer(attempt, response.code(), response.header("Location"), body(endpoint, response));
        } catch (IOException e) {
            throw new TokenTransportException(
                    "No answer from " + endpoint + ": " + reason(e)
                            + " Whether the request arrived there is not known.",
                    quotes(e) ? null : e);
        }
    }

    private static byte[] body(URI endpoint, Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(MOST_BYTES + 1L)) {
            throw new TokenTransportException(
                    "The answer of " + endpoint + " with HTTP " + response.code() + " is longer than " + MOST_BYTES
                            + " bytes and was not read.",
                    response.code());
        }
        return source.readByteArray();
    }

    private static String reason(IOException e) {
        if (e instanceof SSLException) {
            return "the TLS connection failed (" + e.getMessage() + ").";
        }
        if (e instanceof InterruptedIOException) {
            return Thread.currentThread().isInterrupted()
                    ? "the thread was interrupted."
                    : "it took longer than the time allowed.";
        }
        return quotes(e) ? "what came back is not HTTP." : "the connection failed (" + e.getMessage() + ").";
    }

    /** Protocol errors quote what was received, which may be anything. */
    private static boolean quotes(IOException e) {
        return e instanceof ProtocolException;
    }
}
