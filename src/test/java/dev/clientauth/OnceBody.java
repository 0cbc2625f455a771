// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A request body that can be sent only once ({@code isOneShot}). */
final class OnceBody extends RequestBody {
    private final String kind;

    OnceBody(String kind) {
        this.kind = kind;
    }

    @Override
    public MediaType contentType() {
        return MediaType.get("text/plain");
    }

    @Override
    public boolean isOneShot() {
        return kind.equals("one-shot");
    }

    @Override
    public boolean isDuplex() {
        return kind.equals("duplex");
    }

    @Override
    public void writeTo(BufferedSink sink) {}
}
