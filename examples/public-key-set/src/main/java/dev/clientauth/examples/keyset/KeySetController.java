// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.keyset;

import dev.clientauth.key.PublicKeySet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Publishes a JWK Set with Spring MVC or Spring WebFlux, for {@code keyRing::publicKeys}, which does not block. */
@RestController
public final class KeySetController {
    private final Supplier<PublicKeySet> keys;

    public KeySetController(Supplier<PublicKeySet> keys) {
        this.keys = keys;
    }

    @RequestMapping("/jwks.json")
    public ResponseEntity<byte[]> keys(
            HttpMethod method, @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch) {
        PublicKeySet.Response set = keys.get().respond(method.name(), ifNoneMatch, Duration.ofMinutes(10));
        return ResponseEntity.status(set.status())
                .headers(headers -> set.headers().forEach(headers::set))
                .body(set.body().isEmpty() ? null : set.body().getBytes(UTF_8));
    }
}
