// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyNote;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a JWK as its JSON has them (RFC 7517 section 4), with remarks on numbers that are not encoded as
 * RFC 7518 requires: padded, in standard base64, with leading zeros.
 *
 * <p>Nothing is computed from a number here, so that its size can be checked first.
 */
public final class JwkMembers {

    static final String RSA_NUMBERS = "RFC 7518 section 6.3";
    static final String EC_COORDINATES = "RFC 7518 section 6.2";
    static final String OKP_BYTES = "RFC 8037 section 2";

    static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");
    private static final int MAX_NAME = 100;
    private static final int MAX_CURVE = 20;

    private final Map<String, Object> members;
    private final List<KeyNote> notes = new ArrayList<>();

    private JwkMembers(Map<String, Object> members) {
        this.members = members;
    }

    public static JwkMembers of(Map<?, ?> json) {
        Map<String, Object> members = new LinkedHashMap<>();
        json.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new JwkMembers(members);
    }

    /** Returns the {@code kty}, or "unknown". */
    String type() {
        return shortened(members.get("kty") instanceof String type ? type : "unknown");
    }

    public boolean isPrivate() {
        return PRIVATE.stream().anyMatch(members::containsKey);
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    public Optional<String> string(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns the strings of an array, or none if it is not an array; other elements are skipped. */
    List<String> strings(String name) {
        return members.get(name) instanceof List<?> values
                ? values.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** Returns the {@code kid} for a message, truncated if it is long. */
    Optional<String> name() {
        return string("kid").map(JwkMembers::shortened);
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("\\p{C}", "?");
        return clean.length() > MAX_NAME ? clean.substring(0, MAX_NAME) + "…" : clean;
    }

    /** Returns a number in base64url, or zero if it is absent. */
    BigInteger number(String name) {
        byte[] octets = octets(name, RSA_NUMBERS);
        if (octets.length > 1 && octets[0] == 0) {
            note(
                    name + " has a leading zero byte, " + octets.length + " bytes in total",
                    "Remove the zero byte; strict servers refuse it (RFC 7518 section 6.3.1.1). \"keys jwks\" prints"
                            + " the correct form.");
        }
        return new BigInteger(1, octets);
    }

    /** Returns a coordinate or the private value of an EC key, which have a fixed length. */
    BigInteger coordinate(String name, int length) {
        byte[] octets = octets(name, EC_COORDINATES);
        BigInteger value = new BigInteger(1, octets);
        if (octets.length != length && (value.bitLength() + 7) / 8 <= length) {
            note(
                    name + " has " + octets.length + " bytes instead of " + length
                            + (octets.length > length ? ": a leading zero byte" : ": its leading zeros are missing"),
                    "Write it with exactly " + length + " bytes (RFC 7518 section 6.2.1.2); strict servers refuse it.");
        }
        return value;
    }

    /** Returns the bytes of a member of a key of type OKP. */
    byte[] octets(String name) {
        return octets(name, OKP_BYTES);
    }

    /** Returns the {@code crv} for a message. */
    String curveName() {
        return string("crv")
                .filter(name -> name.length() <= MAX_CURVE)
                .map(JwkMembers::shortened)
                .orElse("an unknown curve");
    }

    private byte[] octets(String name, String source) {
        Object value = members.get(name);
        if (value == null) {
            return new byte[0];
        }
        if (!(value instanceof String text)) {
            throw notBase64url(name);
        }
        String digits = text;
        if (digits.indexOf('=') >= 0) {
            note(name + " has padding (=)", "Write it in base64url without padding (" + source + ").");
            digits = digits.replaceFirst("={1,2}\\s*$", "");
        }
        if (digits.indexOf('+') >= 0 || digits.indexOf('/') >= 0) {
            note(
                    name + " is in standard base64 (+ and /) instead of base64url",
                    "Write - for + and _ for / (" + source + "); strict servers refuse it.");
            digits = digits.replace('+', '-').replace('/', '_');
        }
        if (digits.chars().anyMatch(Character::isWhitespace)) {
            note(name + " contains white space", "Write it in base64url on one line (" + source + ").");
            digits = digits.replaceAll("\\s", "");
        }
        try {
            return Base64.getUrlDecoder().decode(digits);
        } catch (IllegalArgumentException e) {
            // Not passed on as the cause: it may quote a digit of a private number.
            throw notBase64url(name);
        }
    }

    private UnusableKeyException notBase64url(String name) {
        return new UnusableKeyException(
                "a JWK whose member " + name + " is not base64url",
                "the bytes of a number in base64url, in a string",
                "Export the key again; a JWK cannot contain PEM, decimal or hexadecimal numbers.");
    }

    void note(String problem, String remedy) {
        notes.add(new KeyNote(problem, remedy));
    }

    /** Returns the remarks on the members read so far. */
    public List<KeyNote> notes() {
        return List.copyOf(notes);
    }

    @Nullable
    Object raw(String name) {
        return members.get(name);
    }

    /** Never includes the members, which may be private. */
    @Override
    public String toString() {
        return "JwkMembers[" + type() + "]";
    }
}
