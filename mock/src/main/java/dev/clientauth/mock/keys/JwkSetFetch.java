// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.BoundedResponse;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.TransportFault;
import dev.clientauth.profile.text.EndpointUrls;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Fetches JWK Sets as a provider does: over TLS except on loopback, without authentication or redirects, within two seconds,
 * and at most 128 KiB. Thread-safe.
 */
final class JwkSetFetch {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 1 << 17;
    private static final int OK = 200;

    private final @Nullable Supplier<OkHttpClient> like;
    private @Nullable BoundedHttpClient http;

    /** Creates a fetch with Java's trusted certificates. OkHttp is needed only where a JWK Set is fetched. */
    JwkSetFetch() {
        this.like = null;
    }

    /** Creates a fetch with the settings of this client, which is created on first use. */
    JwkSetFetch(Supplier<OkHttpClient> like) {
        this.like = like;
    }

    /** Fetches the JWK Set, and waits for it. */
    JwkSetResponse get(URI url) {
        String scheme = url.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !("http".equalsIgnoreCase(scheme) && EndpointUrls.isLoopback(url))) {
            return JwkSetResponse.failed("The JWK Set URL must be https; only on loopback it may be http.");
        }
        try {
            Request request = new Request.Builder()
                    .url(url.toString())
                    .header("Accept", "application/json")
                    // Fetches are rare, and no connection may outlive the mock.
                    .header("Connection", "close")
                    .build();
            BoundedHttpClient client = http();
            return read(BoundedHttpClient.execute(client.newCall(request, MAX_BYTES, TIMEOUT)));
        } catch (HttpFailure e) {
            return JwkSetResponse.failed(reason(e));
        } catch (IllegalArgumentException e) {
            // The exception quotes the URL.
            return JwkSetResponse.failed("The JWK Set URL is not a valid http or https URL.");
        }
    }

    /** Created on first use, since it reads Java's trusted certificates and a mock must start fast. */
    private synchronized BoundedHttpClient http() {
        if (http == null) {
            http = new BoundedHttpClient(like == null ? new OkHttpClient() : like.get());
        }
        return http;
    }

    private static JwkSetResponse read(BoundedResponse response) {
        if (response.status() != OK) {
            boolean isRedirect = response.status() >= 300 && response.status() < 400;
            return JwkSetResponse.failed("The JWK Set URL responded with HTTP " + response.status()
                    + (isRedirect ? ", a redirect, which is not followed." : "; it must respond with 200 to anyone."));
        }
        return JwkSetReader.read(
                new String(response.body(), UTF_8),
                CacheControl.freshFor(response.headers().values("Cache-Control")));
    }

    private static String reason(HttpFailure e) {
        if (e.fault() == TransportFault.TOO_LARGE) {
            return "The response from the JWK Set URL is larger than " + MAX_BYTES + " bytes.";
        }
        String reason = switch (e.fault()) {
            case HOST_UNKNOWN -> "the host name could not be resolved";
            case TIMED_OUT -> "there was no response within " + TIMEOUT.toSeconds() + " seconds";
            case ENCODED, MALFORMED -> e.getMessage();
            default ->
                e.fault().isTls()
                        ? "the TLS certificate is not trusted, or TLS failed otherwise"
                        : "the connection failed or was closed early";
        };
        return "The JWK Set URL could not be fetched: " + reason + ".";
    }

    @Override
    public String toString() {
        return "JwkSetFetch";
    }
}
