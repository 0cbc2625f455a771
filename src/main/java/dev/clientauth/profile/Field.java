// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.arguments.Arguments;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of a token request that a {@link Rule} is about.
 *
 * @param part the part of the request
 * @param name its name, empty for parts without names
 */
public record Field(Part part, String name) {
    /** The parts of a token request. */
    public enum Part {
        /** A member of the JOSE header. */
        HEADER,
        /** A claim. */
        CLAIM,
        /** The assertion as a whole. */
        ASSERTION,
        /** The assertion's signature. */
        SIGNATURE,
        /** A form parameter. */
        PARAMETER,
        /** An HTTP header. */
        HTTP_HEADER,
        /** The HTTP method. */
        METHOD,
        /** The URL of the request. */
        ENDPOINT,
        /** The request as a whole. */
        REQUEST
    }

    private static final Set<String> TIMES = Set.of("iat", "nbf", "exp");
    /** The phrases that servers use for fields with short names. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "aud", Set.of("audience"),
            "exp", Set.of("expired", "expiration", "expiry", "not active", "timeframe", "time range"),
            "iat", Set.of("issued in the future", "issued at", "timeframe", "not active"),
            "iss", Set.of("issuer"),
            "sub", Set.of("subject"),
            "kid", Set.of("key identifier", "key id"),
            "alg", Set.of("algorithm"),
            "jti", Set.of("reuse", "replay", "used once", "already been used"),
            "client_id", Set.of("client id"));

    /** Rejects null. */
    public Field {
        Arguments.required(part, "part");
        Arguments.required(name, "name");
    }

    /** The assertion as a whole. */
    public static final Field ASSERTION = new Field(Part.ASSERTION, "");

    /** The assertion's signature. */
    public static final Field SIGNATURE = new Field(Part.SIGNATURE, "");

    /** The HTTP method. */
    public static final Field METHOD = new Field(Part.METHOD, "");

    /** The URL of the request. */
    public static final Field ENDPOINT = new Field(Part.ENDPOINT, "");

    /** The request as a whole. */
    public static final Field REQUEST = new Field(Part.REQUEST, "");

    /** A member of the JOSE header, such as {@code alg}. */
    public static Field header(String name) {
        return new Field(Part.HEADER, name);
    }

    /** A claim, such as {@code exp}. */
    public static Field claim(String name) {
        return new Field(Part.CLAIM, name);
    }

    /** A form parameter, such as {@code client_id}. */
    public static Field parameter(String name) {
        return new Field(Part.PARAMETER, name);
    }

    /** An HTTP header, such as {@code Content-Type}. */
    public static Field httpHeader(String name) {
        return new Field(Part.HTTP_HEADER, name);
    }

    /** Returns whether the field is part of the signed JWT. */
    public boolean isInAssertion() {
        return part == Part.HEADER || part == Part.CLAIM || part == Part.ASSERTION || part == Part.SIGNATURE;
    }

    /** Returns its position from the outside of the request inwards; among the claims, times come after identifiers. */
    int depth() {
        return switch (part) {
            case REQUEST -> 0;
            case METHOD -> 1;
            case ENDPOINT -> 2;
            case HTTP_HEADER -> 3;
            case PARAMETER -> 4;
            case ASSERTION -> 5;
            case HEADER -> 6;
            case CLAIM -> TIMES.contains(name) ? 8 : 7;
            case SIGNATURE -> 9;
        };
    }

    /** Returns whether an error description mentions it, by its name or a common phrase. */
    boolean isNamedIn(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        Set<String> known = part == Part.SIGNATURE ? Set.of("signature") : WORDS.getOrDefault(name, Set.of());
        boolean isNamed = name.length() > 2
                && Pattern.compile("(?<![a-z_])" + Pattern.quote(name.toLowerCase(Locale.ROOT)) + "(?![a-z_])")
                        .matcher(lower)
                        .find();
        return isNamed || known.stream().anyMatch(lower::contains);
    }

    /** Returns what to provide if the field's value was left out. */
    public String leftOut() {
        return part == Part.ENDPOINT ? "the URL of the request" : "the value of the " + this + ", which was left out";
    }

    @Override
    public String toString() {
        String place = part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return name.isEmpty() ? place : place + " " + name;
    }
}
