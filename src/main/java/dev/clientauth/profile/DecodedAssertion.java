// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A decoded but unverified JWT.
 *
 * <p>Decoding never fails: unreadable parts are omitted and reported by {@link #faults()}. Numbers are {@code Long}, {@code
 * BigInteger} or {@code BigDecimal}, exactly as they were written.
 */
public final class DecodedAssertion {
    private static final String QUOTES = "\"'`";
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer(?:\\s|%20|\\+){1,3}+");

    private final @Nullable String compact;
    private final @Nullable Map<String, @Nullable Object> header;
    private final @Nullable Map<String, @Nullable Object> claims;
    private final byte @Nullable [] signature;
    private final List<String> faults;

    private DecodedAssertion(
            @Nullable String compact,
            @Nullable Map<String, @Nullable Object> header,
            @Nullable Map<String, @Nullable Object> claims,
            byte @Nullable [] signature,
            List<String> faults) {
        this.compact = compact;
        this.header = header;
        this.claims = claims;
        this.signature = signature;
        this.faults = List.copyOf(faults);
    }

    /** Decodes a JWS in compact serialization (RFC 7515 section 7.1). */
    public static DecodedAssertion parse(String text) {
        List<String> faults = new ArrayList<>();
        String trimmed = text.strip();
        Optional<String> other = MisplacedCredential.in(withoutQuotes(trimmed));
        if (other.isPresent()) {
            faults.add(other.get());
            return new DecodedAssertion(null, null, null, null, faults);
        }
        Matcher bearer = BEARER.matcher(trimmed);
        if (bearer.lookingAt()) {
            faults.add("it begins with the word Bearer, which belongs in an Authorization header only");
            return parse(trimmed.substring(bearer.end()), faults);
        }
        if (!trimmed.equals(text)) {
            faults.add("it is surrounded by white space");
        }
        return parse(trimmed, faults);
    }

    private static DecodedAssertion parse(String bearerless, List<String> faults) {
        String trimmed = bearerless;
        String bare = withoutQuotes(trimmed);
        if (!bare.equals(trimmed)) {
            faults.add("it is surrounded by quotes");
            trimmed = bare;
        }
        if (trimmed.isEmpty()) {
            faults.add("it is empty");
            return new DecodedAssertion(null, null, null, null, faults);
        }
        if (trimmed.length() > JwtParts.MAXIMUM_LENGTH) {
            faults.add("it is longer than " + JwtParts.MAXIMUM_LENGTH + " characters");
            return new DecodedAssertion(null, null, null, null, faults);
        }
        String[] parts = trimmed.split("\\.", -1);
        if (parts.length != 3) {
            faults.add(parts.length == 1 ? "it has no dots" : "it has " + parts.length + " parts");
        }
        JwtParts reader = new JwtParts(faults);
        Map<String, @Nullable Object> header = parts.length > 1 ? reader.object("header", parts[0]) : null;
        Map<String, @Nullable Object> claims = parts.length > 1 ? reader.object("payload", parts[1]) : null;
        byte @Nullable [] signature = parts.length == 3 ? reader.bytes("signature", parts[2]) : null;
        if (signature != null && signature.length == 0) {
            faults.add("the signature is empty");
            signature = null;
        }
        return new DecodedAssertion(parts.length == 3 ? trimmed : null, header, claims, signature, faults);
    }

    private static String withoutQuotes(String text) {
        int start = 0;
        while (start < text.length() && QUOTES.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return JwtParts.withoutEnd(text.substring(start), QUOTES);
    }

    /** Returns an assertion that has not been signed yet. Members keep their order. */
    public static DecodedAssertion unsigned(
            Map<String, ? extends @Nullable Object> header, Map<String, ? extends @Nullable Object> claims) {
        return new DecodedAssertion(null, copy(header), copy(claims), null, List.of());
    }

    private static Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> members) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** Returns the members of the JOSE header; empty if it could not be read. */
    public Optional<Map<String, @Nullable Object>> header() {
        return Optional.ofNullable(header);
    }

    /** Returns the claims; empty if they could not be read. */
    public Optional<Map<String, @Nullable Object>> claims() {
        return Optional.ofNullable(claims);
    }

    /** Returns the bytes of the signature; empty if there are none. */
    public Optional<byte[]> signature() {
        return Optional.ofNullable(signature).map(byte[]::clone);
    }

    /** Returns what is wrong with its format, one clause each; empty if everything could be read. */
    public List<String> faults() {
        return faults;
    }

    /** Returns whether this is a draft that has not been signed. */
    public boolean isUnsigned() {
        return compact == null && header != null && claims != null && faults.isEmpty();
    }

    /** Returns the three parts as received, for a verifier; empty unless there are three. */
    public Optional<List<Base64URL>> parts() {
        if (compact == null) {
            return Optional.empty();
        }
        String[] parts = compact.split("\\.", -1);
        return Optional.of(Stream.of(parts).map(Base64URL::new).toList());
    }

    private static String names(@Nullable Map<String, @Nullable Object> members) {
        return members == null
                ? "unreadable"
                : members.keySet().stream().map(Redactor::name).toList().toString();
    }

    /** Returns the names of the members, never the assertion itself. */
    @Override
    public String toString() {
        return "assertion with header " + names(header) + " and claims " + names(claims);
    }

    /** Recognizes what was sent instead of a signed JWT: a key, a certificate, a file name, other credentials. */
    private static final class MisplacedCredential {
        private static final int MAX_LENGTH = 1_000;
        private static final Pattern PATH =
                Pattern.compile("(?:file:|/|\\.{1,2}[/\\\\]|~[/\\\\]|[A-Za-z]:[/\\\\])[^\\s{}\"]{1,400}"
                        + "|[^\\s{}\"/]{1,100}\\.(?i:pem|p8|key|der|jwk|p12|pfx|jks|crt|cer|jwt)");
        private static final Pattern PAIR = Pattern.compile("[\\x21-\\x7e]{3,200}:[\\x21-\\x7e]{3,200}");
        private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{12,}={0,2}");

        private MisplacedCredential() {}

        /** Returns what the text is instead, as a clause; empty if it may be a JWT. */
        static Optional<String> in(String text) {
            if (text.startsWith("-----BEGIN")) {
                return Optional.of(pem(text));
            }
            if (text.startsWith("{")) {
                return Optional.of(
                        text.contains("\"kty\"")
                                ? "it is a JWK, not a JWT signed with that key"
                                : text.contains("\"private_key\"")
                                        ? "it is a key file in JSON, not a JWT signed with the private key in it"
                                        : "it is JSON, not the compact form of a signed JWT");
            }
            if (text.length() > MAX_LENGTH) {
                return Optional.empty();
            }
            if (PATH.matcher(text).matches()) {
                return Optional.of("it is the path of a file, not a JWT signed with the key in it");
            }
            return isPair(text)
                    ? Optional.of(
                            "it is the base64 of a client id and a client secret, which belongs in an Authorization: Basic"
                                    + " header; it is not a JWT")
                    : Optional.empty();
        }

        private static String pem(String text) {
            String label = text.substring(0, Math.min(text.length(), 40)).replace('+', ' ');
            if (label.contains("CERTIFICATE")) {
                return "it is a certificate, not a JWT signed with the private key that belongs to it";
            }
            return label.contains("PUBLIC KEY")
                    ? "it is a public key, not a JWT signed with the private key that belongs to it"
                    : "it is a PEM file, not a JWT signed with the key in it";
        }

        private static boolean isPair(String text) {
            if (!BASE64.matcher(text).matches()) {
                return false;
            }
            try {
                return PAIR.matcher(new String(Base64.getDecoder().decode(text), ISO_8859_1))
                        .matches();
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }
    }
}
