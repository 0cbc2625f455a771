// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes secrets by their shape, anywhere in a text: JWTs, private keys, tokens and codes of Apple, HTTP credentials,
 * macaroons, and tokens of other vendors. Every pattern takes linear time.
 */
final class SecretShapes {
    /** The separator between a name and its value, plain or percent-encoded. */
    private static final String SIGN = "(?:\\\\?[\"'\\]]|%2[27]|%5[Dd]|\\s|%20|\\+){0,8}(?:=>|[=:]|%3[AaDd])"
            + "(?:\\\\?[\"'\\[]|%2[27]|%5[Bb]|\\s|%20|\\+){0,8}";

    private record Place(int start, int end) {}

    /** A JWT, whose header may begin with white space. */
    private static final Pattern JWT =
            Pattern.compile("eyJ[A-Za-z0-9_.%/+=-]{8,}+|(?<![A-Za-z0-9])(?:ey[AI]|ew[0ok])[A-Za-z0-9_.-]{16,}+");
    /**
     * A PEM file; the base64 or base64url of a private key in DER without its PEM lines: a SEQUENCE that begins with the
     * version of PKCS #8, PKCS #1, SEC 1 or PKCS #12, so {@code 30 LL 02 01 0v}, {@code 30 81 LL 02 01 0v} or {@code 30 82 LL
     * LL 02 01 0v}; an encrypted key, which has no version. The length takes bits of several characters, hence the classes.
     */
    private static final Pattern KEY = Pattern.compile("-{2,5} ?BEGIN[\\s\\S]*+"
            + "|M(?:[A-H][AEIMQUYcgkosw048]CAQ[A-P]|I[E-H][A-Za-z0-9+/_-]AgE[A-D]"
            + "|I[I-L][A-Za-z0-9+/_-]{2}[AQgw]IBA)[A-Za-z0-9+/=_%\\s\\\\-]{16,}+"
            + "|(?<![A-Za-z0-9+/_-])M(?:I[A-Za-z0-9]|H[a-z])[A-Za-z0-9+/=_%\\s\\\\-]{48,}+");
    /** For example {@code c1f2….0.rrsw.Kq7…}: an access token begins with a, a code with c, a refresh token with r. */
    private static final Pattern APPLE =
            Pattern.compile("(?<![A-Za-z0-9])[A-Za-z0-9]{6,}+\\.[0-9]{1,2}\\.[a-z]{2,8}\\.[A-Za-z0-9_-]{6,}+");

    private static final Pattern CREDENTIALS = Pattern.compile(
            "(?i)(?:Basic|Bearer)(?:\\s|%20|\\+){1,3}+(?=[^\\s\"'<>,]*[0-9=+/._-])[A-Za-z0-9._~+/=%-]{8,}+");
    private static final Pattern MACAROON = Pattern.compile(
            "MDA[0-9a-zA-Z][A-Za-z0-9+/_=-]{20,}+|(?<![A-Za-z0-9])AgE[A-Za-z0-9+/_-]{24,}+|W3si[A-Za-z0-9+/_=-]{16,}+");
    private static final Pattern VENDOR = Pattern.compile(
            "ya29\\.[\\w-]{10,}+|1//0[\\w-]{16,}+|gh[pousr]_\\w{20,}+|xox[abpr]-[\\w-]{10,}+"
                    + "|sk_(?:live|test)_\\w{10,}+|AKIA[0-9A-Z]{16}|AIza[\\w-]{30,}+|[\\w.-]{3}8Q~[\\w~.-]{20,}+|(?<![A-Za-z0-9])rt_[\\w-]{10,}+");

    /**
     * A value after the name of a secret. After a name that is also followed by ordinary words, the value must not be a
     * word: it has a digit, or begins with four capitals that begin no word.
     */
    private static final Pattern NAMED = Pattern.compile(
            "(?i:access_token|refresh_token|id_token|client_secret|client_assertion|code_verifier|password|passwd|private_key|api_?key)"
                    + SIGN + "([A-Za-z0-9._~+/=%-]{6,}+)"
                    + "|(?i:code|token|secret|assertion)" + SIGN
                    + "((?=[A-Za-z._~+/=%-]{0,200}[0-9]|(?:[A-Za-z._~+/=%-]{0,40}?[A-Z](?![a-z]{2})){4})[A-Za-z0-9._~+/=%-]{16,}+)");

    /**
     * A value after the name of a secret in a sentence, as in {@code refresh token 1//0g… is expired}: long, with a digit.
     */
    private static final Pattern SECRET_IN_SENTENCE = Pattern.compile(
            "(?i)\\b(?:token|code|secret|assertion|password)(?: (?:is|was|value|of))?[:,]? {1,4}[\"'`(\\[]{0,2}"
                    + "((?=[A-Za-z._~+/=%-]{0,200}[0-9])(?=[0-9._~+/=%-]{0,200}[A-Za-z])[A-Za-z0-9._~+/=%-]{20,}+)");

    /** Characters that do not occur in a URL: a brace, a quote or a line break, and everything after it. */
    private static final Pattern ENCODED = Pattern.compile("(?i)%(?:7B|22|0A|0D)[^\\s\"'<>]*+");

    private static final List<Pattern> SHAPES = List.of(JWT, KEY, APPLE, CREDENTIALS, MACAROON, VENDOR, ENCODED);

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}+={0,2}");
    private static final Pattern ALPHANUMERIC = Pattern.compile("[A-Za-z0-9]{16,}+={0,2}");
    private static final Set<String> SECRET_NAMES = Set.of(
            "access_token",
            "refresh_token",
            "id_token",
            "client_secret",
            "client_assertion",
            "code_verifier",
            "password",
            "private_key",
            "authorization",
            "code",
            "token",
            "secret");

    /** The private members of a JWK (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1). */
    private static final Set<String> JWK_NAMES = Set.of("d", "p", "q", "dp", "dq", "qi", "r", "t", "k");

    private static final Pattern JWK_VALUE = Pattern.compile("[A-Za-z0-9+/_=-]{16,}+");
    /** The same in the JSON of a JWK, also inside a JSON string, or in the text of a map; shorter values are not keys. */
    private static final Pattern JWK_MEMBER =
            Pattern.compile("(?:(?<=[\"'])(?:[dpqrtk]|d[pq]|qi)\\\\{0,3}[\"']\\s{0,8}:\\s{0,8}\\\\{0,3}[\"']"
                    + "|(?<=[{,] ?)(?:[dpqrtk]|d[pq]|qi)=)([A-Za-z0-9+/_=-]{16,}+)");

    /** Patterns whose group is the secret. */
    private static final List<Pattern> NAMES = List.of(NAMED, JWK_MEMBER, SECRET_IN_SENTENCE);

    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 8_000;

    /** The beginning of other content after a public value: another parameter, an object, a line, a response. */
    private static final Pattern END = Pattern.compile("[\\r\\n\\u2028\\u2029]|\\{(?!\\{|[A-Za-z_][\\w .-]{0,40}\\})"
            + "|HTTP/[0-9](?:\\.[0-9])? [1-5][0-9]{2}"
            + "|(?i:access_token|refresh_token|id_token|client_secret|client_assertion(?!-|_type)|assertion(?!-)|code_verifier|code"
            + "|password|token|username|authorization|private_key|api_?key|secret)" + SIGN);

    private SecretShapes() {}

    /** Returns whether a member is a secret by its name; that of a JWK only with a value of the length of a key. */
    static boolean isSecretMember(String name, String value) {
        return SECRET_NAMES.contains(name.toLowerCase(Locale.ROOT))
                || (JWK_NAMES.contains(name) && JWK_VALUE.matcher(value).matches());
    }

    /** Returns whether any part of the text looks like a secret. */
    static boolean isIn(String text) {
        return !places(text).isEmpty();
    }

    /** Replaces everything that looks like a secret. */
    static String replaceIn(String text, String replacement) {
        List<Place> places = places(text);
        if (places.isEmpty()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        for (Place place : places) {
            if (place.end() <= at) {
                continue;
            }
            clean.append(text, at, Math.max(at, place.start())).append(replacement);
            at = place.end();
        }
        return clean.append(text, at, text.length()).toString();
    }

    /**
     * Returns how much of the value of a public parameter may be shown: nothing after a brace, a line break, the name of
     * another parameter, or something that looks like a secret. Copied texts are often cut in the wrong place.
     *
     * @return the number of characters; the length of the value if it contains nothing else
     */
    static int publicLength(String value) {
        Matcher end = END.matcher(value);
        int length = end.find() ? end.start() : value.length();
        List<Place> places = places(value);
        return places.isEmpty() ? length : Math.min(length, places.get(0).start());
    }

    /** Returns the ranges that look like secrets, in order. */
    private static List<Place> places(String text) {
        List<Place> places = new ArrayList<>();
        for (Pattern shape : SHAPES) {
            Matcher found = shape.matcher(text);
            while (found.find()) {
                places.add(new Place(found.start(), found.end()));
            }
        }
        for (Pattern named : NAMES) {
            Matcher found = named.matcher(text);
            while (found.find()) {
                int group = found.start(1) < 0 ? 2 : 1;
                places.add(new Place(found.start(group), found.end(group)));
            }
        }
        // A slash or a plus sign may be part of it, or of the text before it.
        for (Pattern digits : List.of(BASE64, ALPHANUMERIC)) {
            Matcher base64 = digits.matcher(text);
            while (base64.find()) {
                if (isEncodedPair(base64.group())) {
                    places.add(new Place(base64.start(), base64.end()));
                }
            }
        }
        places.sort((one, other) -> Integer.compare(one.start(), other.start()));
        return places;
    }

    /** Returns whether it contains the base64 of {@code name:password}, as in Basic authentication. */
    private static boolean isEncodedPair(String text) {
        String digits = text.replace("=", "");
        boolean isBase64 = digits.length() >= MIN_LENGTH && digits.length() <= MAX_LENGTH;
        for (int skipped = 0; isBase64 && skipped < 4; skipped++) {
            // A prefix shifts the bytes.
            String aligned = digits.substring(skipped);
            // An extra character belongs to the text after it.
            String whole = aligned.length() % 4 == 1 ? aligned.substring(0, aligned.length() - 1) : aligned;
            if (hasPair(Base64.getDecoder().decode(whole))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether there are enough consecutive printable characters with a colon among them. */
    private static boolean hasPair(byte[] bytes) {
        int length = 0;
        boolean hasColon = false;
        for (byte each : bytes) {
            boolean isPrintable = each >= 0x20 && each < 0x7f;
            length = isPrintable ? length + 1 : 0;
            hasColon = isPrintable && (hasColon || each == ':');
            if (hasColon && length >= MIN_LENGTH * 3 / 4) {
                return true;
            }
        }
        return false;
    }
}
