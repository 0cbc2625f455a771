// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.client.api.ClientResponseContext;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import dev.clientauth.BearerRetry;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends an access token with each request of a HAPI FHIR client, whichever HTTP client it uses: {@code
 * client.registerInterceptor(new HapiBearer(bearer))}. HAPI runs both methods on the thread of the request.
 */
@Interceptor
public final class HapiBearer {
    private final BearerRetry bearer;
    private final ThreadLocal<BearerRetry.Call> calls = new ThreadLocal<>();

    public HapiBearer(BearerRetry bearer) {
        this.bearer = bearer;
    }

    @Hook(Pointcut.CLIENT_REQUEST)
    public void request(IHttpRequest request) throws IOException {
        calls.set(bearer.start(URI.create(request.getUri())).orElse(null));
        if (calls.get() != null) {
            request.addHeader("Authorization", calls.get().authorization());
        }
    }

    @Hook(Pointcut.CLIENT_RESPONSE)
    public void response(ClientResponseContext context) throws IOException {
        BearerRetry.Call call = calls.get();
        while (call != null) {
            IHttpResponse response = context.getHttpResponse();
            Optional<Duration> delay = call.retryDelay(
                    response.getStatus(), name -> response.getHeaders(name).stream().findFirst().orElse(null));
            if (delay.isEmpty()) {
                return;
            }
            response.close();
            call.await(delay.get());
            context.getHttpRequest().removeHeaders("Authorization");
            context.getHttpRequest().addHeader("Authorization", call.authorization());
            context.setHttpResponse(context.getHttpRequest().execute());
        }
    }
}
