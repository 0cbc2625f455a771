// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fuzz;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Providers;

import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Judges a token request by the rules of a provider. The lines of the input: the provider's number, the URL, the header and the
 * claims of the assertion, and the other parameters as a form. The secret is the signature.
 */
public final class JudgeFuzzer {
    private static final List<Profile> PROFILES =
            Providers.ids().stream().map(Providers::example).toList();
    private static final EvaluationContext CONTEXT = EvaluationContext.unknown()
            .withRegistration(Registration.of("client-7"))
            .withSentNotLaterThan(Instant.parse("2026-11-27T00:00:00Z"));
    private static final int LINES = 5;

    private JudgeFuzzer() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String[] lines = new String(input, UTF_8).split("\n", LINES);
        if (lines.length < LINES) {
            return;
        }
        Profile profile = PROFILES.get(Math.floorMod(lines[0].hashCode(), PROFILES.size()));
        Probe.of(input).run(() -> {
            String jwt = encoded(lines[2]) + "." + encoded(lines[3]) + "." + Probe.SECRET;
            TokenRequest request = request(lines[1], lines[4], jwt, profile);
            return profile.diagnose(request, CONTEXT) + " " + request;
        });
    }

    private static TokenRequest request(String url, String form, String jwt, Profile profile) {
        TokenRequest.Builder request = TokenRequest.builder()
                .method("POST")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(form)
                .parameter(profile.assertionParameter().parameter(), jwt)
                .assertion(DecodedAssertion.parse(jwt));
        try {
            request.endpoint(URI.create(url));
        } catch (IllegalArgumentException e) {
            // A request without a URL is judged, too.
        }
        return request.build();
    }

    private static String encoded(String part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(UTF_8));
    }
}
