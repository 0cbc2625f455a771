// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import okhttp3.Headers;

/** An HTTP response that was read completely. */
public final class BoundedResponse {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    BoundedResponse(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    /** Returns the body, which is not longer than the limit of the request. */
    public byte[] body() {
        return body;
    }

    /** Returns the status only, because the rest may contain secrets. */
    @Override
    public String toString() {
        return "BoundedResponse[HTTP " + status + "]";
    }
}
