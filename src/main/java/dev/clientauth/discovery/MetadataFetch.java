// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.http.BoundedExecutor;
import dev.clientauth.json.Json;
import dev.clientauth.json.MalformedJsonException;
import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.BoundedResponse;
import dev.clientauth.net.HttpFailure;
import dev.clientauth.net.TransportFault;
import dev.clientauth.profile.text.Redactor;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Fetches metadata documents: JSON objects of at most 256 KiB, within ten seconds, without redirects. The caller waits no
 * longer, even if name resolution or an interceptor hangs.
 */
final class MetadataFetch {
    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final Set<TransportFault> LASTING = Set.of(
            TransportFault.TOO_LARGE,
            TransportFault.MALFORMED,
            TransportFault.ENCODED,
            TransportFault.NOT_ALLOWED,
            TransportFault.SOCKS_WITHOUT_TLS);

    private static final int MAX_THREADS = 64;
    private static final int MAX_QUEUED = 10_000;

    private final BoundedHttpClient http;
    private final Duration timeout;
    private final BoundedExecutor executor = new BoundedExecutor(MAX_THREADS, MAX_QUEUED);

    MetadataFetch(OkHttpClient http) {
        this.http = new BoundedHttpClient(http);
        Duration given = Duration.ofMillis(http.callTimeoutMillis());
        this.timeout = given.isZero() || given.compareTo(MAX_TIME) > 0 ? MAX_TIME : given;
    }

    /**
     * Fetches a document.
     *
     * @return empty if the server has none there
     * @throws DiscoveryException if there is no usable response
     */
    Optional<JsonNode> get(URI url, Map<String, String> headers) {
        AddressGuard.Refusal refusal = new AddressGuard.Refusal();
        Request.Builder request = new Request.Builder()
                .url(url.toString())
                .header("Accept", "application/json")
                .header("User-Agent", "clientauth")
                .tag(AddressGuard.Refusal.class, refusal);
        headers.forEach(request::header);
        BoundedResponse response;
        try {
            response = execute(url, http.newCall(request.build(), MAX_BYTES, timeout));
        } catch (HttpFailure e) {
            if (refusal.isRefused()) {
                throw privateAddress(url);
            }
            throw new DiscoveryException(
                    "The metadata at " + shown(url) + " could not be fetched: " + e.getMessage() + ".",
                    !LASTING.contains(e.fault()),
                    e);
        }
        if (response.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (response.status() != OK) {
            throw unexpected(url, response.status());
        }
        return Optional.of(object(url, response.body()));
    }

    private BoundedResponse execute(URI url, Call call) throws HttpFailure {
        CompletableFuture<BoundedResponse> response = new CompletableFuture<>();
        boolean isAccepted = executor.offer(() -> {
            try {
                response.complete(BoundedHttpClient.execute(call));
            } catch (Throwable e) {
                // Pass on anything that is thrown, because the caller is waiting.
                response.completeExceptionally(e);
            }
        });
        try {
            if (isAccepted) {
                return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            }
            throw late(url, "too many earlier requests have not completed", null);
        } catch (TimeoutException e) {
            call.cancel();
            throw late(url, TransportFault.TIMED_OUT.reason(), e);
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
            throw late(url, "the thread was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HttpFailure failure ? failure : HttpFailure.of(e);
        }
    }

    private static DiscoveryException late(URI url, String reason, @Nullable Throwable cause) {
        return new DiscoveryException(
                "The metadata at " + shown(url) + " could not be fetched: " + reason + ".", true, cause);
    }

    private static DiscoveryException unexpected(URI url, int status) {
        boolean isRedirect = status >= 300 && status < 400;
        return new DiscoveryException(
                "The metadata at " + shown(url) + " could not be fetched: HTTP " + status + "."
                        + (isRedirect ? " Redirects are not followed; use the URL that it redirects to." : ""),
                status >= SERVER_ERROR || status == TOO_MANY || status == TIMED_OUT,
                null);
    }

    static DiscoveryException privateAddress(URI url) {
        return DiscoveryException.refused(
                "The host of " + shown(url) + " has a private address, so no request was sent."
                        + " If that is intended, allow the host with allowPrivateAddress(…).");
    }

    private static JsonNode object(URI url, byte[] body) {
        try {
            JsonNode document = Json.parseUnambiguous(new String(body, UTF_8));
            if (document != null && document.isObject()) {
                return document;
            }
        } catch (MalformedJsonException e) {
            throw new DiscoveryException(
                    "The metadata at " + shown(url) + " is not valid JSON, or contains a duplicate member.", false, e);
        }
        throw DiscoveryException.refused("The metadata at " + shown(url) + " is not a JSON object.");
    }

    /** Returns a URL as text for messages. */
    static String shown(URI url) {
        return Redactor.endpoint(url);
    }
}
