// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.keyset;

import dev.clientauth.key.PublicKeySet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Publishes a JWK Set in a servlet container, for {@code keyRing::publicKeys}. */
public final class KeySetServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<PublicKeySet> keys;

    public KeySetServlet(Supplier<PublicKeySet> keys) {
        this.keys = keys;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PublicKeySet.Response set =
                keys.get().respond(request.getMethod(), request.getHeader("If-None-Match"), Duration.ofMinutes(10));
        response.setStatus(set.status());
        set.headers().forEach(response::setHeader);
        response.getOutputStream().write(set.body().getBytes(UTF_8));
    }
}
