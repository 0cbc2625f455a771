package dev.clientauth.exchange;

import dev.clientauth.profile.Attempt;
import dev.clientauth.token.TokenTransportException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Posts attempts by OkHttp, each at most once, and follows no redirect. Holds connections only, so it can be shared. */
public final class TokenTransport {
    static final String ACCEPT = "application/json";
    private static final String USER_AGENT = "clientauth";
    private static final MediaType FORM = MediaType.get(Form.CONTENT_TYPE);

    /** More than any token endpoint has to say. */
    private static final int MOST_BYTES = 1 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** How OkHttp begins the message of every answer that was cut off. */
    private static final String CUT_OFF = "unexpected end of stream";

    private final OkHttpClient http;
    private final Duration deadline;

    /** A transport over this HTTP client's connections. Without a call timeout of its own it gets one of 30 seconds. */
    public TokenTransport(OkHttpClient http) {
        this.deadline = http.callTimeoutMillis() == 0 ? DEADLINE : Duration.ofMillis(http.callTimeoutMillis());
        this.http = http.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .callTimeout(deadline)
                .build();
    }

    /** The time that a grant may take, repetitions and pauses included. */
    Duration deadline() {
        return deadline;
    }

    /**
     * Posts an attempt.
     *
     * @param most the time it may take
     * @param clock this machine's clock
     * @param cancellation ends it early
     * @throws TokenTransportException if there was no answer
     */
    HttpAnswer post(Attempt attempt, Duration most, Clock clock, Cancellation cancellation) {
        URI endpoint = attempt.endpoint().orElseThrow();
        OneShotBody body =
                new OneShotBody(FORM, Form.encode(attempt.parameters().orElseThrow()));
        Request.Builder request = new Request.Builder()
                .url(endpoint.toString())
                .header("User-Agent", USER_AGENT)
                .post(body);
        attempt.headers().orElseThrow().forEach(request::header);
        Call call = http.newCall(request.build());
        call.timeout().timeout(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS);
        cancellation.covers(call, body);
        Instant sent = clock.instant();
        try (Response response = call.execute()) {
            byte[] answer = body(endpoint, response);
            return new HttpAnswer(response.code(), response.headers(), answer, sent, clock.instant());
        } catch (IOException e) {
            throw noAnswer(endpoint, reason(e), body.isSent(), quotes(e) ? null : e);
        } catch (TokenTransportException e) {
            throw e;
        } catch (RuntimeException e) {
            throw noAnswer(endpoint, failed(e), body.isSent(), null);
        }
    }

    /** The exception where there was no answer. */
    static TokenTransportException noAnswer(URI endpoint, String reason, boolean sent, @Nullable Throwable cause) {
        return new TokenTransportException(
                "No answer from " + endpoint + ": " + reason
                        + (sent ? " Whether the request arrived there is not known." : " The request was not sent."),
                sent,
                cause);
    }

    /**
     * Fetches a public document.
     *
     * @param most the time it may take
     * @param clock this machine's clock
     * @param cancellation ends it early
     * @throws TokenTransportException if there was no answer
     */
    HttpAnswer get(URI document, Duration most, Clock clock, Cancellation cancellation) {
        Request request = new Request.Builder()
                .url(document.toString())
                .header("User-Agent", USER_AGENT)
                .header("Accept", ACCEPT)
                .build();
        Call call = http.newCall(request);
        call.timeout().timeout(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS);
        cancellation.covers(call, null);
        Instant sent = clock.instant();
        try (Response response = call.execute()) {
            byte[] answer = body(document, response);
            return new HttpAnswer(response.code(), response.headers(), answer, sent, clock.instant());
        } catch (IOException e) {
            throw new TokenTransportException(
                    "No answer from " + document + ": " + reason(e), true, quotes(e) ? null : e);
        } catch (TokenTransportException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TokenTransportException("No answer from " + document + ": " + failed(e), true, null);
        }
    }

    private static byte[] body(URI endpoint, Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(MOST_BYTES + 1L)) {
            throw new TokenTransportException(
                    "The answer of " + endpoint + " with HTTP " + response.code() + " is longer than " + MOST_BYTES
                            + " bytes and was not read.",
                    response.code(),
                    null);
        }
        return source.readByteArray();
    }

    /** An interceptor, name service or event listener threw it; what it says may be anything. */
    private static String failed(RuntimeException e) {
        return "the HTTP client failed with " + e.getClass().getName() + ".";
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
