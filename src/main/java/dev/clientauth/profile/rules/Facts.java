// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.text.EndpointUrls;
import dev.clientauth.profile.text.NumericDate;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Predefined facts for rules. */
public final class Facts {
    /** The missing fact if the time of sending is not known. */
    static final String SENDING_TIME = "when the request was sent";

    /** The missing fact if no response shows the provider's clock. */
    static final String PROVIDER_CLOCK = "the provider's clock, which the Date header of its response shows";

    /** The missing fact if it is not known how the public key is registered. */
    public static final String KEY_ORIGIN = "the JWK Set URL, if one is registered";

    private Facts() {}

    /** Returns the assertion. */
    public static Fact<DecodedAssertion> assertion() {
        return RuleContext::assertion;
    }

    /** Returns all members of the JOSE header. */
    public static Fact<Map<String, @Nullable Object>> header() {
        return RuleContext::header;
    }

    /** Returns all claims. */
    public static Fact<Map<String, @Nullable Object>> claims() {
        return RuleContext::claims;
    }

    /** Returns a member of the JOSE header that is a string. */
    public static Fact<String> header(String name) {
        return unlessLeftOut(Field.header(name), context -> text(header().in(context), "header " + name, name));
    }

    /** Returns a claim that is a string. */
    public static Fact<String> claim(String name) {
        return unlessLeftOut(Field.claim(name), context -> text(claims().in(context), "claim " + name, name));
    }

    /** Returns the audience: a string, or the only element of an array. */
    public static Fact<String> audience() {
        return unlessLeftOut(Field.claim("aud"), context -> {
            FactValue<Map<String, @Nullable Object>> claims = claims().in(context);
            if (!(claims instanceof FactValue.Value<Map<String, @Nullable Object>> there)) {
                return without(claims);
            }
            Object aud = there.value().get("aud");
            Object one = aud instanceof List<?> all && all.size() == 1 ? all.get(0) : aud;
            return one instanceof String text ? FactValue.value(text) : FactValue.absent("aud is not one string");
        });
    }

    /**
     * Returns a claim that is a time in seconds since 1970, possibly with a fraction (RFC 7519 section 2, NumericDate).
     */
    public static Fact<Instant> instant(String claim) {
        return unlessLeftOut(Field.claim(claim), context -> {
            FactValue<Map<String, @Nullable Object>> claims = claims().in(context);
            if (!(claims instanceof FactValue.Value<Map<String, @Nullable Object>> there)) {
                return without(claims);
            }
            Object value = there.value().get(claim);
            if (value == null) {
                return FactValue.absent("there is no claim " + claim);
            }
            Instant instant = NumericDate.read(value);
            return instant != null
                    ? FactValue.value(instant)
                    : FactValue.absent("the claim " + claim + " is not in seconds");
        });
    }

    /** Returns the algorithm in the header. */
    public static Fact<JWSAlgorithm> algorithm() {
        return header("alg").map(JWSAlgorithm::parse);
    }

    /** Returns the URL of the request, without query and fragment. */
    public static Fact<URI> endpoint() {
        return rawEndpoint().map(EndpointUrls::withoutQuery);
    }

    /** Returns the URL of the request, unchanged. */
    public static Fact<URI> rawEndpoint() {
        return RuleContext::endpoint;
    }

    /** Returns the HTTP method. */
    public static Fact<String> method() {
        return RuleContext::method;
    }

    /** Returns the request, if more than the assertion is known. */
    static Fact<TokenRequest> request() {
        return context -> {
            TokenRequest attempt = context.request();
            boolean isKnown = !attempt.faults().isEmpty()
                    || attempt.method().isPresent()
                    || attempt.endpoint().isPresent()
                    || attempt.headers().isPresent()
                    || attempt.parameters().isPresent();
            return ofValue(isKnown ? Optional.of(attempt) : Optional.empty(), "the HTTP request");
        };
    }

    /** Returns the HTTP headers by lower-case name. */
    public static Fact<Map<String, String>> headers() {
        return RuleContext::headers;
    }

    /** Returns all form parameters. */
    public static Fact<List<TokenRequest.Parameter>> parameters() {
        return RuleContext::parameters;
    }

    /** Returns the value of a form parameter. */
    public static Fact<String> parameter(String name) {
        return unlessLeftOut(Field.parameter(name), context -> {
            FactValue<List<TokenRequest.Parameter>> parameters = parameters().in(context);
            if (!(parameters instanceof FactValue.Value<List<TokenRequest.Parameter>>)) {
                return without(parameters);
            }
            return context.request()
                    .parameter(name)
                    .map(FactValue::value)
                    .orElseGet(() -> FactValue.absent("there is no parameter " + name));
        });
    }

    /** Returns the registered client id. */
    public static Fact<String> clientId() {
        return registered(r -> Optional.of(r.clientId()), "the client id");
    }

    /** Returns the registered Team ID. */
    public static Fact<String> teamId() {
        return registered(Registration::teamId, "the Team ID");
    }

    /** Returns the subject for which the client requests a token. */
    public static Fact<String> subject() {
        return registered(Registration::subject, "the subject");
    }

    /** Returns the scopes that the client requests inside the JWT. */
    public static Fact<String> scope() {
        return registered(Registration::scope, "the scopes");
    }

    /** Returns the client secret. */
    public static Fact<String> clientSecret() {
        return registered(Registration::clientSecret, "the client secret");
    }

    /** Returns the certificate of the registered public key, DER in base64 as in the header {@code x5c}. */
    public static Fact<String> certificate() {
        return ofKey(key -> Optional.ofNullable(key.getX509CertChain())
                .map(chain -> chain.get(0).toString()));
    }

    /** Returns the SHA-256 thumbprint, in base64url, of the certificate of the registered public key. */
    public static Fact<String> certificateThumbprint() {
        return ofKey(key ->
                        Optional.ofNullable(key.getX509CertSHA256Thumbprint()).map(Base64URL::toString))
                .or(certificate().map(encoded -> hash("SHA-256", encoded)));
    }

    /** Returns the SHA-1 thumbprint, in base64url, of the certificate of the registered public key. */
    public static Fact<String> certificateSha1Thumbprint() {
        return certificate().map(encoded -> hash("SHA-1", encoded));
    }

    private static Fact<String> ofKey(Function<JWK, Optional<String>> member) {
        return context -> publicKey().in(context) instanceof FactValue.Value<JWK> key
                ? ofValue(member.apply(key.value()), "the certificate")
                : FactValue.missing("the certificate");
    }

    private static String hash(String algorithm, String encoded) {
        try {
            return Base64URL.encode(MessageDigest.getInstance(algorithm)
                            .digest(Base64.from(encoded).decode()))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java runtime.", e);
        }
    }

    /** Returns the registered key id. If there are several keys and none is selected, the one that the header names. */
    public static Fact<String> keyId() {
        return registered(Registration::keyId, "the key id").or(context -> {
            List<JWK> keys =
                    context.evaluation().registration().map(Registration::keys).orElse(List.of());
            boolean allNamed = keys.size() > 1 && keys.stream().allMatch(key -> key.getKeyID() != null);
            if (!allNamed || !(header("kid").in(context) instanceof FactValue.Value<String> kid)) {
                return FactValue.missing("the key id");
            }
            List<String> ids = keys.stream().map(JWK::getKeyID).toList();
            return FactValue.value(ids.contains(kid.value()) ? kid.value() : String.join(" or ", ids));
        });
    }

    /** Returns the registered JWK Set URL. */
    public static Fact<URI> jwkSetUrl() {
        return registered(Registration::jwkSetUrl, "the JWK Set URL that is registered");
    }

    /** Returns where the provider gets the client's public key from. */
    public static Fact<KeyOrigin> keyOrigin() {
        return registered(Registration::keyOrigin, KEY_ORIGIN);
    }

    /** Returns all registered public keys; empty if none were provided. */
    static Fact<List<JWK>> publicKeys() {
        return context -> FactValue.value(
                context.evaluation().registration().map(Registration::keys).orElse(List.of()));
    }

    /**
     * Returns the registered public key that the {@code kid} of the header names; without a {@code kid}, the only key.
     */
    public static Fact<JWK> publicKey() {
        return context -> {
            List<JWK> keys =
                    context.evaluation().registration().map(Registration::keys).orElse(List.of());
            if (keys.size() == 1) {
                return FactValue.value(keys.get(0));
            }
            if (keys.isEmpty()) {
                return FactValue.missing("the public key registered with the provider");
            }
            return header("kid").in(context) instanceof FactValue.Value<String> kid
                    ? keys.stream()
                            .filter(key -> kid.value().equals(key.getKeyID()))
                            .findFirst()
                            .<FactValue<JWK>>map(FactValue::value)
                            .orElseGet(() -> FactValue.absent("no registered key has this kid"))
                    : FactValue.absent("without a kid the key cannot be chosen among " + keys.size() + " keys");
        };
    }

    /** Returns the time by the provider's clock when the request was sent. */
    public static Fact<Instant> providerClock() {
        return context -> ofValue(context.evaluation().providerClock(), PROVIDER_CLOCK);
    }

    /** Returns when the request was sent. */
    public static Fact<SendingTime> sendingTime() {
        return context -> ofValue(context.evaluation().sendingTime(), SENDING_TIME);
    }

    /** Returns the time of sending by the provider's clock, otherwise by the client's. */
    static Fact<Instant> exactTime() {
        return context -> sendingTime().in(context) instanceof FactValue.Value<SendingTime> sent
                        && sent.value().isExact()
                ? FactValue.value(sent.value().latest())
                : FactValue.missing(SENDING_TIME);
    }

    /** Returns the predicate for used {@code jti} values. */
    public static Fact<Predicate<String>> usedJti() {
        return context -> ofValue(context.evaluation().usedJti(), "which jti values the provider has seen before");
    }

    private static <T> Fact<T> unlessLeftOut(Field field, Fact<T> fact) {
        return context -> context.request().isLeftOut(field) ? FactValue.missing(field.leftOut()) : fact.in(context);
    }

    private static <T> Fact<T> registered(Function<Registration, Optional<T>> value, String what) {
        return context -> ofValue(context.evaluation().registration().flatMap(value), what);
    }

    private static <T> FactValue<T> ofValue(Optional<T> fact, String what) {
        return fact.map(FactValue::value).orElseGet(() -> FactValue.missing(what));
    }

    private static FactValue<String> text(FactValue<Map<String, @Nullable Object>> members, String what, String name) {
        if (!(members instanceof FactValue.Value<Map<String, @Nullable Object>> there)) {
            return without(members);
        }
        Object value = there.value().get(name);
        return value instanceof String text ? FactValue.value(text) : FactValue.absent("there is no string in " + what);
    }

    /** Returns the missing fact with another type. */
    private static <T> FactValue<T> without(FactValue<?> lack) {
        return lack instanceof FactValue.Missing<?> missing
                ? FactValue.missing(missing.what())
                : FactValue.absent(((FactValue.Absent<?>) lack).why());
    }
}
