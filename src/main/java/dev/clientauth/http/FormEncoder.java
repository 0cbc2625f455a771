// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.profile.TokenRequest;

import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Encodes parameters as {@code application/x-www-form-urlencoded}, each name and value once (RFC 6749 appendix B). */
final class FormEncoder {
    static final String CONTENT_TYPE = "application/x-www-form-urlencoded";

    private FormEncoder() {}

    static byte[] encode(List<TokenRequest.Parameter> parameters) {
        return parameters.stream()
                .map(p -> URLEncoder.encode(p.name(), UTF_8) + "=" + URLEncoder.encode(p.value(), UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(UTF_8);
    }
}
