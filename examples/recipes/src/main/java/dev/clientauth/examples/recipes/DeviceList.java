// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.recipes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clientauth.BearerInterceptor;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.AppleSchoolManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Lists all devices. Arguments: API base URL, token endpoint, client id, key file, key id. */
public class DeviceList {
    public static void main(String[] args) throws IOException {
        ClientAuthenticator school = ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(args[2])
                .signingKey(SigningKey.load(Path.of(args[3])).withKeyId(args[4]))
                .tokenEndpoint(URI.create(args[1])).build(); // tokenEndpoint: only for the mock
        OkHttpClient http = new OkHttpClient.Builder().addInterceptor(BearerInterceptor.of(school, URI.create(args[0]))).build();
        for (String next = args[0] + "/v1/orgDevices"; !next.isEmpty(); ) {
            Request request = new Request.Builder().url(next).header("Accept", "application/json").build();
            JsonNode page = new ObjectMapper().readTree(http.newCall(request).execute().body().string());
            if (!page.has("data")) {
                throw new IOException("Apple returned " + page);
            }
            page.get("data").forEach(device -> System.out.println(device.path("id").asText()));
            next = page.at("/links/next").asText();
        }
    }
}
