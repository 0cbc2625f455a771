// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.api.ApiRequest;
import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.http.RequestHandler;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;
import dev.clientauth.mock.token.TokenStorage;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.text.Redactor;

import java.net.URLDecoder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Records calls to the APIs of one provider, without their secrets. Thread-safe. */
public final class ApiCallLog {
    private static final String HIDDEN = "…";
    private static final List<String> DOCUMENTS = List.of("/.well-known/smart-configuration", "/metadata");

    /** A token or the name of an export, as {@link TokenStorage} makes them, or a similar value. */
    private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9_-]{40}");

    /** A shorter token may be part of a path by chance. */
    private static final int MIN_TOKEN_LENGTH = 8;

    private final String provider;
    private final AccessTokens tokens;
    private final ServerContext context;

    public ApiCallLog(String provider, AccessTokens tokens, ServerContext context) {
        this.provider = provider;
        this.tokens = tokens;
        this.context = context;
    }

    /**
     * Lets an API handle a call, applies the fault that the URL chooses, and records it. Documents that describe the API are
     * served without the fault, so that a client that begins with them reaches it.
     */
    public ProviderResponse handled(TokenRequest request, String body, RequestHandler api) {
        String path = new ApiRequest(request).path();
        Fault fault = DOCUMENTS.stream().anyMatch(path::endsWith)
                ? null
                : FaultKinds.ofUrl(request).orElse(null);
        if (fault instanceof Fault.Status || fault instanceof Fault.Reset) {
            return recorded(request, explained(fault, ReceivedTokenRequest.sent(fault, ProviderResponse.empty(200))));
        }
        ProviderResponse response = api.handle(request, body);
        if (fault instanceof Fault.ResponseLost) {
            return recorded(request, explained(fault, ReceivedTokenRequest.sent(fault, response)));
        }
        return recorded(request, fault == null ? response : ReceivedTokenRequest.sent(fault, response));
    }

    private static ProviderResponse explained(Fault fault, ProviderResponse response) {
        return response.because(new Rejection(
                "The fault \"" + fault.kind() + "\" was chosen by the URL.", "Remove /fault/… from the URL."));
    }

    private ProviderResponse recorded(TokenRequest request, ProviderResponse response) {
        ApiRequest call = new ApiRequest(request);
        context.log()
                .record(new RecordedApiCall(
                        context.clock().instant(),
                        provider,
                        call.bearerToken()
                                .flatMap(tokens::access)
                                .map(Access::clientId)
                                .map(Rejection::shown),
                        Rejection.shown(call.method()),
                        path(call),
                        response.status(),
                        response.refusal().map(Rejection::reason),
                        response.refusal().map(Rejection::remedy)));
        return response;
    }

    private static String path(ApiRequest call) {
        String token = call.bearerToken().orElse("");
        return Rejection.cut(Stream.of(call.path().split("/", -1))
                .map(segment -> isSecret(segment, token) ? HIDDEN : Redactor.text(segment))
                .collect(Collectors.joining("/")));
    }

    private static boolean isSecret(String segment, String token) {
        String decoded = URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
        return OPAQUE.matcher(decoded).find()
                || (!token.isEmpty() && decoded.equals(token))
                || (token.length() >= MIN_TOKEN_LENGTH && decoded.contains(token));
    }
}
