// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.discovery.Discovery;
import dev.clientauth.discovery.DiscoveryException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

import java.util.concurrent.atomic.AtomicReference;

/** Reads the metadata of an authorization server. */
public final class MetadataFuzzer {
    private static final AtomicReference<byte[]> BODY = new AtomicReference<>(new byte[0]);
    private static final MediaType JSON = MediaType.get("application/json");

    /** Answers from memory. */
    private static final OkHttpClient HTTP = new OkHttpClient.Builder()
            .addInterceptor(chain -> new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(200)
                    .message("OK")
                    .body(ResponseBody.create(BODY.get(), JSON))
                    .build())
            .build();

    private static final Discovery DISCOVERY =
            Discovery.builder().httpClient(HTTP).build();

    private MetadataFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        BODY.set(input);
        Probe.of(input, DiscoveryException.class)
                .run(() -> DISCOVERY.privateKeyJwt("https://id.example.com", "client-7"));
    }
}
