// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Values that must not appear anywhere, in any encoding. */
public final class Secrets {
    private static final Set<String> PUBLIC =
            Set.of("grant_type", "client_id", "client_assertion_type", "scope", "redirect_uri");

    private final Set<String> values = new LinkedHashSet<>();

    /** Adds these values. */
    public Secrets with(String... secrets) {
        values.addAll(List.of(secrets));
        return this;
    }

    /** Adds the lines of a PEM between its labels. */
    public Secrets withPem(String pem) {
        pem.lines().filter(line -> !line.startsWith("-----")).forEach(values::add);
        return this;
    }

    /** Adds every parameter of a form that is not public. */
    public Secrets withForm(String form) {
        parameters(form).forEach(values::add);
        return this;
    }

    /** Returns the values of a form that are not public, decoded. */
    public static List<String> parameters(String form) {
        List<String> secret = new ArrayList<>();
        for (String pair : form.split("&")) {
            String[] sides = pair.split("=", 2);
            if (!PUBLIC.contains(sides[0])) {
                secret.add(URLDecoder.decode(sides[1], UTF_8));
            }
        }
        return secret;
    }

    /** Fails if a text contains one of them, plain, percent-encoded or in hexadecimal. */
    public void assertAbsentFrom(String where, String text) {
        assertThat(values).as("secrets to look for").isNotEmpty().allMatch(value -> value.length() >= 8);
        for (String value : values) {
            assertThat(text)
                    .as(where)
                    .doesNotContain(value)
                    .doesNotContain(URLEncoder.encode(value, UTF_8))
                    .doesNotContain(hexadecimal(value.substring(0, 8)));
        }
    }

    private static String hexadecimal(String value) {
        StringBuilder hexadecimal = new StringBuilder();
        for (byte b : value.getBytes(UTF_8)) {
            hexadecimal.append(String.format(Locale.ROOT, "%02x", b));
        }
        return hexadecimal.toString();
    }
}
