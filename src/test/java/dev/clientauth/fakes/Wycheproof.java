// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;

/** The test vectors of Wycheproof. */
public final class Wycheproof {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wycheproof() {}

    /** Returns the groups of a file, such as {@code json_web_key}. */
    public static List<JsonNode> groups(String file) throws IOException {
        try (InputStream in = Wycheproof.class.getResourceAsStream("/wycheproof/" + file + "_test.json")) {
            return StreamSupport.stream(JSON.readTree(in).get("testGroups").spliterator(), false)
                    .toList();
        }
    }
}
