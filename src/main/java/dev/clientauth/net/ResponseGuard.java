// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;

/**
 * The innermost network interceptor: starts the byte count of each exchange, and rejects responses that are too large or
 * encoded.
 */
final class ResponseGuard implements Interceptor {
    /**
     * The maximum size of a response's body, as a tag of the request.
     *
     * @param bytes the maximum number of bytes
     */
    record BodyLimit(int bytes) {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        BodyLimit limit = request.tag(BodyLimit.class);
        if (limit == null || chain.connection() == null) {
            throw new IllegalStateException("The request was not made by a BoundedHttpClient.");
        }
        CountedTlsSocketFactory.budgetOf(chain.connection().socket())
                .orElseThrow(() -> new UnusableResponseException(TransportFault.SOCKS_WITHOUT_TLS, 0))
                .startExchange(limit.bytes());
        Response response = proceed(chain, request);
        try {
            ReceivedHeaders.check(
                    response.headers("Content-Length"), response.headers("Content-Encoding"), response.code());
        } catch (IOException e) {
            close(response, e);
            throw e;
        }
        return response;
    }

    /** Closing reads the rest of the body, which fails if the length is invalid. */
    private static void close(Response response, IOException reason) {
        try {
            response.close();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /** OkHttp may throw exceptions other than IOException for a response that it cannot parse. */
    private static Response proceed(Chain chain, Request request) throws IOException {
        try {
            return chain.proceed(request);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            UnusableResponseException malformed = new UnusableResponseException(TransportFault.MALFORMED, 0);
            malformed.initCause(e);
            throw malformed;
        }
    }
}
