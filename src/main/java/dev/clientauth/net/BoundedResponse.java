package dev.clientauth.net;

import okhttp3.Headers;

/** An HTTP response that was read to its end. */
public final class BoundedResponse {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    BoundedResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers. */
    public Headers headers() {
        return headers;
    }

    /** The body, not longer than the limit of the request. */
    public byte[] body() {
        return body;
    }

    /** The status only: the rest may hold secrets. */
    @Override
    public String toString() {
        return "BoundedResponse[HTTP " + status + "]";
    }
}
