// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.http;

import dev.clientauth.BearerRetry;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends an access token with each request of Apache HttpClient 5.
 *
 * <pre>{@code HttpClients.custom().disableRedirectHandling().addExecInterceptorFirst("bearer", new ApacheBearer(bearer))}</pre>
 */
public record ApacheBearer(BearerRetry bearer) implements ExecChainHandler {
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        BearerRetry.Call call = call(request);
        while (call != null) {
            ClassicHttpRequest authorized = ClassicRequestBuilder.copy(request).build();
            authorized.setHeader("Authorization", call.authorization());
            ClassicHttpResponse response = chain.proceed(authorized, scope);
            Optional<Duration> delay = call.retryDelay(response.getCode(), name -> value(response.getFirstHeader(name)));
            if (delay.isEmpty() || (request.getEntity() != null && !request.getEntity().isRepeatable())) {
                return response;
            }
            response.close();
            call.await(delay.get());
        }
        return chain.proceed(request, scope);
    }

    private BearerRetry.Call call(ClassicHttpRequest request) throws HttpException {
        try {
            return request.containsHeader("Authorization") ? null : bearer.start(request.getUri()).orElse(null);
        } catch (URISyntaxException e) {
            throw new HttpException("The URL is not valid.", e);
        }
    }

    private static String value(Header header) {
        return header == null ? null : header.getValue();
    }
}
