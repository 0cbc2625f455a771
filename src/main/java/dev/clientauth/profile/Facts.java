package dev.clientauth.profile;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The facts that rules usually need. */
public final class Facts {
    /** Beyond this, a number of seconds since 1970 lies past the year 5138: it counts milliseconds. */
    static final long MOST_SECONDS = 100_000_000_000L;

    /** What is missing where nobody knows when a request was sent. */
    static final String SENDING_TIME = "when it was sent";

    /** What is missing where no response of the provider shows its clock. */
    static final String PROVIDER_CLOCK = "the provider's clock, which the Date header of its response shows";

    private static final int MAX_DECIMALS = 40;

    private Facts() {}

    /** The assertion. */
    public static Fact<DecodedAssertion> assertion() {
        return c -> told(c.attempt().assertion(), "the assertion");
    }

    /** All members of the JOSE header. */
    public static Fact<Map<String, @Nullable Object>> header() {
        return c -> part(c, DecodedAssertion::header, "header");
    }

    /** All claims. */
    public static Fact<Map<String, @Nullable Object>> claims() {
        return c -> part(c, DecodedAssertion::claims, "payload");
    }

    /** A member of the JOSE header that is a string. */
    public static Fact<String> header(String name) {
        return unlessLeftOut(Field.header(name), c -> text(header().in(c), "header " + name, name));
    }

    /** A claim that is a string. */
    public static Fact<String> claim(String name) {
        return unlessLeftOut(Field.claim(name), c -> text(claims().in(c), "claim " + name, name));
    }

    /** The audience: a string, or the only one of an array. */
    public static Fact<String> audience() {
        return unlessLeftOut(Field.claim("aud"), c -> {
            Known<Map<String, @Nullable Object>> claims = claims().in(c);
            if (!(claims instanceof Known.Value<Map<String, @Nullable Object>> there)) {
                return without(claims);
            }
            Object aud = there.value().get("aud");
            Object one = aud instanceof List<?> all && all.size() == 1 ? all.get(0) : aud;
            return one instanceof String text ? Known.value(text) : Known.absent("aud is not one string");
        });
    }

    /** A claim that is an instant in seconds since 1970, perhaps with a fraction (RFC 7519 section 2, NumericDate). */
    public static Fact<Instant> instant(String claim) {
        return unlessLeftOut(Field.claim(claim), c -> {
            Known<Map<String, @Nullable Object>> claims = claims().in(c);
            if (!(claims instanceof Known.Value<Map<String, @Nullable Object>> there)) {
                return without(claims);
            }
            Object value = there.value().get(claim);
            if (value == null) {
                return Known.absent("there is no claim " + claim);
            }
            Instant instant = numericDate(value);
            return instant != null ? Known.value(instant) : Known.absent("the claim " + claim + " is not in seconds");
        });
    }

    /** The instant of a number of seconds since 1970; null for anything that is none. */
    static @Nullable Instant numericDate(@Nullable Object value) {
        if (value instanceof Long seconds) {
            return seconds > -MOST_SECONDS && seconds < MOST_SECONDS ? Instant.ofEpochSecond(seconds) : null;
        }
        // A number with an exponent can be larger than anything that may be computed with.
        if (!(value instanceof BigDecimal number)
                || Math.abs(number.scale()) > MAX_DECIMALS
                || number.abs().compareTo(BigDecimal.valueOf(MOST_SECONDS)) >= 0) {
            return null;
        }
        BigDecimal seconds = number.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                seconds.longValueExact(),
                number.subtract(seconds).movePointRight(9).longValue());
    }

    static boolean isWholeNumber(Object value) {
        return value instanceof Long || value instanceof BigInteger;
    }

    /** The signature's bytes. */
    public static Fact<byte[]> signature() {
        return c -> {
            Known<DecodedAssertion> assertion = assertion().in(c);
            if (!(assertion instanceof Known.Value<DecodedAssertion> there)) {
                return without(assertion);
            }
            if (there.value().isUnsigned()) {
                return Known.missing("the signature, which has not been made yet");
            }
            return there.value().signature().map(Known::value).orElseGet(() -> Known.absent("there is no signature"));
        };
    }

    /** The algorithm that the header names. */
    public static Fact<JWSAlgorithm> algorithm() {
        return header("alg").map(JWSAlgorithm::parse);
    }

    /** The URL that is posted to, without query and fragment. */
    public static Fact<URI> endpoint() {
        return rawEndpoint().map(uri -> uri.isOpaque() ? uri : withoutQuery(uri));
    }

    /** The URL that is posted to, as it is. */
    public static Fact<URI> rawEndpoint() {
        return unlessLeftOut(Field.ENDPOINT, c -> told(c.attempt().endpoint(), "the URL that is posted to"));
    }

    /** The HTTP method. */
    public static Fact<String> method() {
        return c -> told(c.attempt().method(), "the HTTP method");
    }

    /** The attempt, as far as it is more than an assertion. */
    static Fact<Attempt> request() {
        return c -> {
            Attempt attempt = c.attempt();
            boolean isTold = !attempt.faults().isEmpty()
                    || attempt.method().isPresent()
                    || attempt.endpoint().isPresent()
                    || attempt.headers().isPresent()
                    || attempt.parameters().isPresent();
            return told(isTold ? Optional.of(attempt) : Optional.empty(), "the HTTP request");
        };
    }

    /** The HTTP headers by lower-case name. */
    public static Fact<Map<String, String>> headers() {
        return c -> told(c.attempt().headers(), "the HTTP headers");
    }

    /** All form parameters. */
    public static Fact<List<Attempt.Parameter>> parameters() {
        return c -> told(c.attempt().parameters(), "the form parameters");
    }

    /** The value of a form parameter. */
    public static Fact<String> parameter(String name) {
        return unlessLeftOut(Field.parameter(name), c -> {
            Known<List<Attempt.Parameter>> parameters = parameters().in(c);
            if (!(parameters instanceof Known.Value<List<Attempt.Parameter>>)) {
                return without(parameters);
            }
            return c.attempt()
                    .parameter(name)
                    .map(Known::value)
                    .orElseGet(() -> Known.absent("there is no parameter " + name));
        });
    }

    /** The client id on file. */
    public static Fact<String> clientId() {
        return registered(r -> Optional.of(r.clientId()), "the client id");
    }

    /** The Team ID on file. */
    public static Fact<String> teamId() {
        return registered(Registration::teamId, "the Team ID");
    }

    /** The key id on file. Of several keys on file, of which none is singled out, the one that the header names. */
    public static Fact<String> keyId() {
        return registered(Registration::keyId, "the key id").or(c -> {
            List<JWK> keys =
                    c.situation().registration().map(Registration::keys).orElse(List.of());
            boolean allNamed = keys.size() > 1 && keys.stream().allMatch(key -> key.getKeyID() != null);
            if (!allNamed || !(header("kid").in(c) instanceof Known.Value<String> kid)) {
                return Known.missing("the key id");
            }
            List<String> ids = keys.stream().map(JWK::getKeyID).toList();
            return Known.value(ids.contains(kid.value()) ? kid.value() : String.join(" or ", ids));
        });
    }

    /** The JWK Set URL on file. */
    public static Fact<URI> jwkSetUrl() {
        return registered(Registration::jwkSetUrl, "the JWK Set URL on file");
    }

    /** All public keys on file; none where nobody told. */
    static Fact<List<JWK>> publicKeys() {
        return c ->
                Known.value(c.situation().registration().map(Registration::keys).orElse(List.of()));
    }

    /** The registered public key that the header's {@code kid} names; without one, the only key. */
    public static Fact<JWK> publicKey() {
        return c -> {
            List<JWK> keys =
                    c.situation().registration().map(Registration::keys).orElse(List.of());
            if (keys.size() == 1) {
                return Known.value(keys.get(0));
            }
            if (keys.isEmpty()) {
                return Known.missing("the public key on file with the provider");
            }
            return header("kid").in(c) instanceof Known.Value<String> kid
                    ? keys.stream()
                            .filter(key -> kid.value().equals(key.getKeyID()))
                            .findFirst()
                            .<Known<JWK>>map(Known::value)
                            .orElseGet(() -> Known.absent("no key on file has this kid"))
                    : Known.absent("without a kid there is no choosing among " + keys.size() + " keys");
        };
    }

    /** The provider's own clock when the request was sent. */
    public static Fact<Instant> providerClock() {
        return c -> told(c.situation().providerClock(), PROVIDER_CLOCK);
    }

    /** When the request was sent. */
    public static Fact<SendingTime> sendingTime() {
        return c -> told(SendingTime.of(c.situation()), SENDING_TIME);
    }

    /** The instant of sending by the provider's clock, else by the client's. */
    static Fact<Instant> exactTime() {
        return c -> sendingTime().in(c) instanceof Known.Value<SendingTime> sent
                        && sent.value().isExact()
                ? Known.value(sent.value().latest())
                : Known.missing(SENDING_TIME);
    }

    /** Whether a {@code jti} has been used before. */
    public static Fact<Predicate<String>> usedJti() {
        return c -> told(c.situation().usedJti(), "which jti values the provider has seen before");
    }

    /** The URL without query and fragment. */
    static URI withoutQuery(URI uri) {
        try {
            return new URI(uri.toString().replaceFirst("[?#].*$", ""));
        } catch (URISyntaxException nothingIsLeft) {
            // Of http://?x, say.
            return uri;
        }
    }

    private static <T> Fact<T> unlessLeftOut(Field field, Fact<T> fact) {
        return c -> c.attempt().isLeftOut(field) ? Known.missing(field.leftOut()) : fact.in(c);
    }

    private static <T> Fact<T> registered(Function<Registration, Optional<T>> value, String what) {
        return c -> told(c.situation().registration().flatMap(value), what);
    }

    private static <T> Known<T> told(Optional<T> fact, String what) {
        return fact.map(Known::value).orElseGet(() -> Known.missing(what));
    }

    private static Known<Map<String, @Nullable Object>> part(
            Case c, Function<DecodedAssertion, Optional<Map<String, @Nullable Object>>> part, String name) {
        Known<DecodedAssertion> assertion = assertion().in(c);
        if (!(assertion instanceof Known.Value<DecodedAssertion> there)) {
            return without(assertion);
        }
        return part.apply(there.value())
                .map(Known::value)
                .orElseGet(() -> Known.absent("the " + name + " could not be read"));
    }

    private static Known<String> text(Known<Map<String, @Nullable Object>> members, String what, String name) {
        if (!(members instanceof Known.Value<Map<String, @Nullable Object>> there)) {
            return without(members);
        }
        Object value = there.value().get(name);
        return value instanceof String text ? Known.value(text) : Known.absent("there is no text in " + what);
    }

    /** The same lack, of another type. */
    private static <T> Known<T> without(Known<?> lack) {
        return lack instanceof Known.Missing<?> missing
                ? Known.missing(missing.what())
                : Known.absent(((Known.Absent<?>) lack).why());
    }
}
