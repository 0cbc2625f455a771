// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.transport;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.ReceivedHeaders;
import dev.clientauth.net.TransportFault;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends requests with the HTTP client of the JDK, using its connections, proxy and TLS settings. Needs neither OkHttp
 * nor Kotlin.
 *
 * <p>HTTP/1.1 without compression. The bytes of a response's body are counted; its headers are limited by the JDK, to
 * 384 KiB (system property {@code jdk.http.maxHeaderSize}) in JDK 17.0.13, 21.0.5, 23.0.1 and later. Chunk extensions
 * are skipped, at most until the timeout. A failed exchange closes its connection. Names are resolved on the calling
 * thread, so that a DNS server that hangs blocks only this library's threads, whose number is limited.
 */
public final class JdkHttpTransport implements HttpTransport {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Duration callTimeout;

    private JdkHttpTransport(HttpClient http, Duration callTimeout) {
        this.http = http;
        this.callTimeout = callTimeout;
    }

    /**
     * Returns a transport for this client, with a call timeout of 30 seconds.
     *
     * @throws IllegalArgumentException if the client follows redirects, or has an authenticator, which would turn an
     *     HTTP 401 response into an exception
     */
    public static JdkHttpTransport of(HttpClient httpClient) {
        Arguments.required(httpClient, "httpClient");
        if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "httpClient follows redirects, which would send the credentials to another address."
                            + " Remove followRedirects(…); the default is not to follow them.");
        }
        if (httpClient.authenticator().isPresent()) {
            throw new IllegalArgumentException(
                    "httpClient has an authenticator, which makes the JDK hide the provider's"
                            + " refusals. Remove authenticator(…).");
        }
        return new JdkHttpTransport(httpClient, CALL_TIMEOUT);
    }

    static JdkHttpTransport standard() {
        return of(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build());
    }

    /** Returns a copy with another call timeout; 30 seconds by default. Must be positive. */
    public JdkHttpTransport withCallTimeout(Duration callTimeout) {
        return new JdkHttpTransport(http, Arguments.positive(callTimeout, "callTimeout"));
    }

    @Override
    public Response send(Request request) throws IOException {
        long end = System.nanoTime() + request.timeout().toNanos();
        resolve(request.uri());
        HttpRequest.Builder prepared = HttpRequest.newBuilder(request.uri())
                .version(HttpClient.Version.HTTP_1_1)
                .method(
                        request.method(),
                        request.method().equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : new OneShotPublisher(request));
        request.headers().forEach(prepared::setHeader);
        prepared.setHeader("Accept-Encoding", "identity");
        Reader reader = new Reader(request.maxBytes());
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(prepared.build(), reader);
        CompletableFuture<?> open = neverCompleted(exchange);
        request.onCancel(() -> exchange.cancel(true));
        boolean isComplete = false;
        try {
            HttpResponse<byte[]> response = exchange.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            isComplete = true;
            return new Response(response.statusCode(), response.headers().map(), response.body());
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw HttpFailure.of(TransportFault.TIMED_OUT, reader.status);
        } catch (CancellationException e) {
            throw HttpFailure.of(TransportFault.BROKEN, reader.status);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw HttpFailure.of(e, reader.status);
        } catch (ExecutionException e) {
            throw failure(e.getCause() != null ? e.getCause() : e, reader.status);
        } finally {
            if (!isComplete) {
                open.cancel(true);
            }
        }
    }

    /**
     * Returns a future that cancels the exchange, even one that has failed: if the JDK cannot parse the head of a response,
     * it leaves the connection open, with the bytes that it has received, until the server closes it. A future that is
     * derived from the JDK's can be cancelled as long as it is not completed itself ({@link HttpClient#sendAsync}).
     */
    private static CompletableFuture<?> neverCompleted(CompletableFuture<?> exchange) {
        return exchange.handle((response, failure) -> true).thenCompose(ended -> new CompletableFuture<Void>());
    }

    /** The JDK throws various exceptions for a response that it cannot parse. */
    private static HttpFailure failure(Throwable cause, int status) {
        TransportFault fault = TransportFault.of(cause);
        boolean isHead = fault == TransportFault.CLIENT_FAILED || hasParserFailed(cause);
        boolean isBody = fault == TransportFault.FAILED && status != 0;
        return isHead || isBody ? HttpFailure.of(TransportFault.MALFORMED, 0) : HttpFailure.of(cause, status);
    }

    private static boolean hasParserFailed(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause instanceof IllegalArgumentException && !(cause instanceof UnresolvedAddressException);
    }

    @Override
    public Duration callTimeout() {
        return callTimeout;
    }

    /** Looks up the name, so that the client finds it in the JDK's cache; a proxy resolves names itself. */
    private void resolve(URI uri) throws UnknownHostException {
        ProxySelector proxies = http.proxy().orElseGet(ProxySelector::getDefault);
        boolean isDirect =
                proxies == null || proxies.select(uri).stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
        if (isDirect && uri.getHost() != null) {
            InetAddress unused = InetAddress.getByName(uri.getHost());
        }
    }

    @Override
    public String toString() {
        return "JdkHttpTransport";
    }

    /** Publishes the body once; the JDK would send it again after some failures of a connection. */
    private static final class OneShotPublisher implements HttpRequest.BodyPublisher {
        private final Request request;
        private final AtomicBoolean used = new AtomicBoolean();

        OneShotPublisher(Request request) {
            this.request = request;
        }

        @Override
        public long contentLength() {
            return request.bodyLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            byte[] body;
            try {
                if (!used.compareAndSet(false, true)) {
                    throw new IOException("The body was sent before.");
                }
                body = request.body();
            } catch (IOException e) {
                subscriber.onSubscribe(new NoSubscription());
                subscriber.onError(e);
                return;
            }
            HttpRequest.BodyPublishers.ofByteArray(body).subscribe(subscriber);
        }
    }

    /** The subscription of a body that is not published. */
    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    /** Reads a body of limited size. */
    private static final class Reader implements HttpResponse.BodyHandler<byte[]>, HttpResponse.BodySubscriber<byte[]> {
        private final int maxBytes;
        private final CompletableFuture<byte[]> result = new CompletableFuture<>();
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private volatile Flow.@Nullable Subscription subscription;
        private volatile int status;

        Reader(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public HttpResponse.BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo response) {
            status = response.statusCode();
            try {
                ReceivedHeaders.check(
                        response.headers().allValues("Content-Length"),
                        response.headers().allValues("Content-Encoding"),
                        status);
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
            return this;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return result;
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription = started;
            if (result.isDone()) {
                started.cancel();
            } else {
                started.request(1);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            Flow.Subscription open = subscription;
            if (open == null || result.isDone()) {
                return;
            }
            for (ByteBuffer buffer : buffers) {
                if (buffer.remaining() > maxBytes - read.size()) {
                    open.cancel();
                    result.completeExceptionally(HttpFailure.of(TransportFault.TOO_LARGE, status));
                    return;
                }
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                read.writeBytes(bytes);
            }
            open.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            result.complete(read.toByteArray());
        }
    }
}
