// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.config.Setting;
import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.json.MalformedJsonException;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.inspect.InspectedKey;
import dev.clientauth.key.inspect.KeyInspection;
import dev.clientauth.key.inspect.VerificationKey;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.profile.text.Redactor;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks that a provider that fetches the JWK Set finds the client's key in it. */
final class JwkSetChecks {
    private static final String NAME = "JWK Set URL";
    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final URI url;
    private final SigningKey key;
    private final Optional<JWSAlgorithm> algorithm;
    private final NetworkProbe net;
    private final Clock clock;
    private final List<Check> checks = new ArrayList<>();

    /** Creates the checks of the set at a URL, for a key and the algorithm it signs with, if the provider accepts one. */
    JwkSetChecks(URI url, SigningKey key, Optional<JWSAlgorithm> algorithm, NetworkProbe net, Clock clock) {
        this.url = url;
        this.key = key;
        this.algorithm = algorithm;
        this.net = net;
        this.clock = clock;
    }

    List<Check> all() {
        if (!NetworkProbe.isHttps(url)) {
            checks.add(
                    EndpointUrls.isLoopback(url)
                            ? Check.warn(
                                    NAME,
                                    "http on loopback, which only a local mock can fetch",
                                    "Publish it over https.")
                            : Check.fail(
                                    NAME,
                                    "not an https URL",
                                    "Providers fetch it only over https. Publish it over https."));
        }
        try {
            Instant before = clock.instant();
            NetworkProbe.Result response = net.get(url);
            if (isServed(response)) {
                served(response, Duration.between(before, clock.instant()));
                keys(response.body());
            }
        } catch (IOException e) {
            checks.add(Check.fail(
                    NAME,
                    "could not be fetched: " + Redactor.text("" + e.getMessage()),
                    "Serve the JWK Set publicly, with a publicly trusted certificate and not behind a firewall."));
        }
        return checks;
    }

    private boolean isServed(NetworkProbe.Result response) {
        if (response.isRedirect()) {
            String to = response.location().map(JwkSetChecks::host).orElse("a URL that is not given");
            checks.add(Check.fail(
                    NAME,
                    "redirects (HTTP " + response.status() + ") to " + to,
                    "Serve the JWK Set at this URL without a redirect or a login, or register the other URL."));
            return false;
        }
        if (response.status() != 200) {
            checks.add(Check.fail(
                    NAME,
                    "HTTP " + response.status(),
                    "Serve the JWK Set publicly, without credentials, with HTTP 200."));
            return false;
        }
        if (response.type().toLowerCase(Locale.ROOT).contains("html")
                && !response.body().stripLeading().startsWith("{")) {
            checks.add(
                    Check.fail(NAME, "an HTML page, possibly a login page", "Serve the JSON itself, without a login."));
            return false;
        }
        return true;
    }

    private static String host(String location) {
        try {
            return Optional.ofNullable(URI.create(location).getHost()).orElse("another path");
        } catch (IllegalArgumentException e) {
            // Not a URL: it is not worth showing.
            return "an invalid URL";
        }
    }

    private void served(NetworkProbe.Result response, Duration took) {
        if (!response.type().toLowerCase(Locale.ROOT).contains("json")) {
            checks.add(Check.warn(
                    NAME,
                    "Content-Type is " + (response.type().isEmpty() ? "missing" : response.type())
                            + ": some providers ignore JSON with another type",
                    "Send Content-Type: application/json."));
        }
        if (took.compareTo(SLOW) > 0) {
            checks.add(Check.warn(
                    NAME,
                    "took " + DurationFormat.of(took),
                    "Providers wait only a few seconds. Serve the JWK Set from a static file."));
        }
        if (response.caching().isEmpty()) {
            checks.add(Check.warn(
                    NAME,
                    "no Cache-Control header: each provider decides how long to cache it",
                    "Send Cache-Control: max-age=3600, and publish a new key before signing with it."));
        }
    }

    private void keys(String body) {
        JsonNode keys;
        try {
            keys = Output.read(body).path("keys");
        } catch (MalformedJsonException e) {
            // The message of the exception may quote the document.
            checks.add(Check.fail(NAME, "not JSON", "Serve what \"clientauth keys jwks\" prints."));
            return;
        }
        if (!keys.isArray()) {
            checks.add(Check.fail(NAME, "no \"keys\" array", "Serve a JWK Set: what \"clientauth keys jwks\" prints."));
            return;
        }
        List<JsonNode> ours = new ArrayList<>();
        String kid = key.keyId().orElse("");
        quality(body);
        for (JsonNode each : keys) {
            if (PRIVATE.stream().anyMatch(each::has)) {
                checks.add(Check.fail(
                        NAME,
                        "it publishes a PRIVATE key",
                        "This key is compromised: whoever fetched it can act as this client. Revoke it now, generate a new"
                                + " one, and publish only what \"clientauth keys jwks\" prints."));
            }
            if (each.path("kid").asText("").equals(kid)) {
                ours.add(each);
            }
        }
        ours(kid, ours, keys);
    }

    /** Reports what strict parsers reject in any key of the set. */
    private void quality(String body) {
        try {
            for (InspectedKey each : KeyInspection.parse(body).keys()) {
                String name = "key " + each.keyId().map(Redactor::text).orElse("without kid") + ": ";
                each.key().stream()
                        .flatMap(usable -> usable.notes().stream())
                        .filter(note -> !note.problem().startsWith("private members"))
                        .forEach(note -> checks.add(Check.warn(NAME, name + note.problem(), note.remedy())));
                each.refusal()
                        .ifPresent(refusal -> checks.add(Check.warn(NAME, name + refusal.found(), refusal.remedy())));
            }
        } catch (KeyFormatException e) {
            checks.add(Check.fail(NAME, "no usable key: " + e.found(), e.remedy()));
        }
    }

    private Check sameKey(String kid, JsonNode jwk, int count) {
        String published = jwk.path("alg").asText("");
        if (algorithm.isPresent()
                && !published.isEmpty()
                && !published.equals(algorithm.get().getName())) {
            return Check.fail(
                    NAME,
                    "key " + kid + " is published with alg " + Redactor.text(published)
                            + ", but the assertion is signed with " + algorithm.get(),
                    "Publish it with alg " + algorithm.get()
                            + " or without alg, or sign with the published algorithm.");
        }
        return Check.ok(
                NAME,
                "contains key " + kid + " with the same thumbprint, among " + DurationFormat.counted(count, "key"));
    }

    private void ours(String kid, List<JsonNode> named, JsonNode all) {
        if (kid.isEmpty()) {
            checks.add(Check.fail(NAME, "the signing key has no key id", "Set " + Setting.KEY_ID.how() + "."));
        } else if (named.size() > 1) {
            checks.add(Check.fail(NAME, named.size() + " keys have the key id " + kid, "Give each key its own id."));
        } else if (named.isEmpty()) {
            checks.add(missing(kid, all));
        } else if (!hasLease(named.get(0))) {
            checks.add(Check.fail(
                    NAME,
                    "key " + kid + " is a different key; expected thumbprint " + key.thumbprint(),
                    "Publish the public key of the signing key, or sign with the published key."));
        } else {
            checks.add(sameKey(kid, named.get(0), all.size()));
        }
    }

    private Check missing(String kid, JsonNode all) {
        for (JsonNode each : all) {
            if (hasLease(each)) {
                return Check.fail(
                        NAME,
                        "the key is published as "
                                + Redactor.text(each.path("kid").asText("(no kid)")) + ", but assertions have kid "
                                + kid,
                        "Use the same key id in both places.");
            }
        }
        return Check.fail(
                NAME,
                "none of its " + all.size() + " keys has the key id " + kid,
                "Publish the public key: clientauth keys jwks FILE --kid " + kid);
    }

    private boolean hasLease(JsonNode jwk) {
        try {
            return VerificationKey.parse(jwk.toString()).stream()
                    .anyMatch(each -> each.thumbprint().equals(key.thumbprint()));
        } catch (KeyFormatException e) {
            // An unusable key cannot be the client's key.
            return false;
        }
    }
}
