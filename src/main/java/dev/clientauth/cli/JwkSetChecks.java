package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.InspectedKey;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.KeyInspection;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.VerificationKey;
import dev.clientauth.profile.EndpointRules;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a provider that fetches our JWK Set finds our key in it. */
final class JwkSetChecks {
    private static final String NAME = "JWK Set URL";
    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final URI url;
    private final SigningKey key;
    private final Optional<JWSAlgorithm> algorithm;
    private final Net net;
    private final Clock clock;
    private final List<Check> checks = new ArrayList<>();

    /** Checks the set at a URL, for a key that signs by this algorithm if it can sign what the provider accepts. */
    JwkSetChecks(URI url, SigningKey key, Optional<JWSAlgorithm> algorithm, Net net, Clock clock) {
        this.url = url;
        this.key = key;
        this.algorithm = algorithm;
        this.net = net;
        this.clock = clock;
    }

    List<Check> all() {
        if (!Net.isHttps(url)) {
            checks.add(
                    EndpointRules.isLoopback(url)
                            ? Check.warn(
                                    NAME, "http on loopback, which only a stand-in can fetch", "Publish it by https.")
                            : Check.fail(NAME, "it is not https", "Providers fetch it by https only: serve it so."));
        }
        try {
            Instant before = clock.instant();
            Net.Answer answer = net.get(url);
            if (isServed(answer)) {
                served(answer, Duration.between(before, clock.instant()));
                keys(answer.body());
            }
        } catch (IOException e) {
            checks.add(Check.fail(
                    NAME,
                    "cannot be fetched: " + Discreet.message("" + e.getMessage()),
                    "Serve it publicly, with a certificate that all trust, and not behind a firewall."));
        }
        return checks;
    }

    private boolean isServed(Net.Answer answer) {
        if (answer.isRedirect()) {
            String to = answer.location().map(JwkSetChecks::host).orElse("nowhere");
            checks.add(Check.fail(
                    NAME,
                    "redirects (HTTP " + answer.status() + ") to " + to,
                    "Serve it at this very URL, without a redirect and without a login; or register the other URL."));
            return false;
        }
        if (answer.status() != 200) {
            checks.add(Check.fail(
                    NAME,
                    "HTTP " + answer.status(),
                    "Serve it to everybody who asks without credentials, as HTTP 200."));
            return false;
        }
        if (answer.type().toLowerCase(Locale.ROOT).contains("html")
                && !answer.body().stripLeading().startsWith("{")) {
            checks.add(Check.fail(NAME, "an HTML page, a login perhaps", "Serve the JSON itself, without a login."));
            return false;
        }
        return true;
    }

    private static String host(String location) {
        try {
            return Optional.ofNullable(URI.create(location).getHost()).orElse("another path");
        } catch (IllegalArgumentException e) {
            // Whatever it is, it is no URL worth showing.
            return "another place";
        }
    }

    private void served(Net.Answer answer, Duration took) {
        if (!answer.type().toLowerCase(Locale.ROOT).contains("json")) {
            checks.add(Check.warn(
                    NAME,
                    "Content-Type is " + (answer.type().isEmpty() ? "missing" : answer.type())
                            + ": some providers ignore JSON that is not served as such",
                    "Send Content-Type: application/json."));
        }
        if (took.compareTo(SLOW) > 0) {
            checks.add(Check.warn(
                    NAME,
                    "took " + Span.text(took),
                    "Providers wait a few seconds at most: serve it from a static file."));
        }
        if (answer.caching().isEmpty()) {
            checks.add(Check.warn(
                    NAME,
                    "no Cache-Control: each provider keeps it as long as it likes",
                    "Send Cache-Control: max-age=3600, and publish a new key before signing with it."));
        }
    }

    private void keys(String body) {
        JsonNode keys;
        try {
            keys = Output.read(body).path("keys");
        } catch (JacksonException e) {
            // Its message may quote what was read.
            checks.add(Check.fail(NAME, "is no JSON", "Serve what \"clientauth keys jwks\" prints."));
            return;
        }
        if (!keys.isArray()) {
            checks.add(Check.fail(
                    NAME, "has no array \"keys\"", "Serve a JWK Set: what \"clientauth keys jwks\" prints."));
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
                        "This key is compromised: whoever fetched it can act as this client. Revoke it now, make a new one,"
                                + " and publish only what \"clientauth keys jwks\" prints."));
            }
            if (each.path("kid").asString("").equals(kid)) {
                ours.add(each);
            }
        }
        ours(kid, ours, keys);
    }

    /** What strict readers refuse in the set, whichever key it is about. */
    private void quality(String body) {
        try {
            for (InspectedKey each : KeyInspection.parse(body).keys()) {
                String name = "key " + each.keyId().map(Discreet::message).orElse("without kid") + ": ";
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
        String published = jwk.path("alg").asString("");
        if (algorithm.isPresent()
                && !published.isEmpty()
                && !published.equals(algorithm.get().getName())) {
            return Check.fail(
                    NAME,
                    "our key " + kid + " is published with alg " + Discreet.message(published)
                            + ", but the assertion is" + " signed by " + algorithm.get(),
                    "Publish it with alg " + algorithm.get()
                            + ", or without alg; or sign by the algorithm that is there.");
        }
        return Check.ok(NAME, "holds our key " + kid + " with the same thumbprint, among " + count);
    }

    private void ours(String kid, List<JsonNode> named, JsonNode all) {
        if (kid.isEmpty()) {
            checks.add(Check.fail(NAME, "our key has no key id to look for", "Set " + Setting.KEY_ID.how() + "."));
        } else if (named.size() > 1) {
            checks.add(
                    Check.fail(NAME, named.size() + " keys have the key id " + kid, "Give each key an id of its own."));
        } else if (named.isEmpty()) {
            checks.add(missing(kid, all));
        } else if (!isOurs(named.get(0))) {
            checks.add(Check.fail(
                    NAME,
                    "the key " + kid + " there is another one, not that with thumbprint " + key.thumbprint(),
                    "Publish the public half of the key that signs, or sign with the key that is published."));
        } else {
            checks.add(sameKey(kid, named.get(0), all.size()));
        }
    }

    private Check missing(String kid, JsonNode all) {
        for (JsonNode each : all) {
            if (isOurs(each)) {
                return Check.fail(
                        NAME,
                        "our key is there as " + each.path("kid").asString("(no kid)") + ", but we sign as " + kid,
                        "Use one key id in both places.");
            }
        }
        return Check.fail(
                NAME,
                "none of its " + all.size() + " keys has the key id " + kid,
                "Publish the public half there: clientauth keys jwks FILE --kid " + kid);
    }

    private boolean isOurs(JsonNode jwk) {
        try {
            return VerificationKey.parse(jwk.toString()).stream()
                    .anyMatch(each -> each.thumbprint().equals(key.thumbprint()));
        } catch (KeyFormatException e) {
            // A key of another type or size cannot be ours.
            return false;
        }
    }
}
