package dev.clientauth.net;

import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * The innermost network interceptor: starts the byte count of each exchange, and rejects responses that are too large or
 * encoded.
 */
final class ResponseGuard implements Interceptor {
    /** The registered content codings (RFC 9110 section 8.4.1); other names are not quoted in messages. */
    private static final Set<String> ENCODINGS =
            Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress");

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
            check(response.headers(), response.code());
        } catch (UnusableResponseException e) {
            close(response, e);
            throw e;
        }
        return response;
    }

    /** Closing reads the rest of the body, which fails if the length is invalid. */
    private static void close(Response response, UnusableResponseException reason) {
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

    private static void check(Headers headers, int status) throws UnusableResponseException {
        for (String length : headers.values("Content-Length")) {
            if (!length.matches("[0-9]{1,18}")) {
                throw new UnusableResponseException(TransportFault.MALFORMED, 0);
            }
        }
        for (String encoding : headers.values("Content-Encoding")) {
            String name = encoding.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !name.equals("identity")) {
                throw new UnusableResponseException(
                        TransportFault.ENCODED,
                        "the response is encoded with " + (ENCODINGS.contains(name) ? name : "something unknown")
                                + ", although the request accepts only identity; it was not decoded",
                        status);
            }
        }
    }
}
