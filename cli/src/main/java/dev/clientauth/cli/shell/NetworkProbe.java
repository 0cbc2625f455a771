// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.BoundedResponse;
import dev.clientauth.net.HttpFailure;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Probes a server one layer at a time: DNS, connection, TLS, HTTP. Does not follow redirects. */
public final class NetworkProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 20;

    /** The parts of an HTTP response that the checks need. */
    public record Result(
            int status,
            Optional<String> location,
            String type,
            Optional<String> caching,
            Optional<Instant> date,
            String body) {
        public boolean isRedirect() {
            return status >= 300 && status < 400;
        }
    }

    private final OkHttpClient http;
    private final BoundedHttpClient bounded;

    public NetworkProbe() {
        this(new OkHttpClient());
    }

    /** Creates a probe with this client, including its TLS settings. */
    public NetworkProbe(OkHttpClient http) {
        this.http = http;
        this.bounded = new BoundedHttpClient(http);
    }

    /** Returns the proxy for the URI, if one is configured. */
    public Optional<String> proxy(URI uri) {
        ProxySelector selector = http.proxy() == null ? ProxySelector.getDefault() : null;
        List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
        return proxies.stream()
                .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
                .findFirst()
                .map(proxy -> String.valueOf(proxy.address()));
    }

    /** Resolves the host. */
    public InetAddress resolve(URI uri) throws HttpFailure {
        try {
            return InetAddress.getByName(uri.getHost());
        } catch (IOException e) {
            throw HttpFailure.of(e);
        }
    }

    /** Opens a connection and closes it. */
    public void connect(InetAddress address, URI uri) throws HttpFailure {
        try {
            connected(address, uri).close();
        } catch (IOException e) {
            throw HttpFailure.of(e);
        }
    }

    /** Completes a TLS handshake as a client would and returns the server's certificate. */
    public X509Certificate handshake(InetAddress address, URI uri) throws HttpFailure {
        try (Socket plain = connected(address, uri);
                SSLSocket secure =
                        (SSLSocket) http.sslSocketFactory().createSocket(plain, uri.getHost(), port(uri), true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return (X509Certificate) secure.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw HttpFailure.of(e);
        }
    }

    private static Socket connected(InetAddress address, URI uri) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.connect(new InetSocketAddress(address, port(uri)), (int) TIMEOUT.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int port(URI uri) {
        return uri.getPort() != -1 ? uri.getPort() : isHttps(uri) ? 443 : 80;
    }

    public static boolean isHttps(URI uri) {
        return "https".equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
    }

    /** Sends a HEAD request. */
    public Result head(URI uri) throws HttpFailure {
        return execute(new Request.Builder().url(uri.toString()).head().build());
    }

    /** Fetches a JSON document of at most 1 MiB. */
    public Result get(URI uri) throws HttpFailure {
        return execute(new Request.Builder()
                .url(uri.toString())
                .header("Accept", "application/json")
                .build());
    }

    private Result execute(Request request) throws HttpFailure {
        try {
            BoundedResponse response = BoundedHttpClient.execute(bounded.newCall(request, MAX_BYTES, TIMEOUT));
            Headers headers = response.headers();
            return new Result(
                    response.status(),
                    Optional.ofNullable(headers.get("Location")),
                    Optional.ofNullable(headers.get("Content-Type")).orElse(""),
                    Optional.ofNullable(headers.get("Cache-Control")),
                    Optional.ofNullable(headers.getInstant("Date")),
                    new String(response.body(), UTF_8));
        } finally {
            bounded.closeIdleConnections();
        }
    }
}
