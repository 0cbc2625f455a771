package dev.clientauth.key;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells the forms of a key apart, bytes from text and PEM from JSON from base64, and undoes what bent the text. */
final class KeyParser {

    private static final byte[] JKS = {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed};
    private static final byte[] JCEKS = {(byte) 0xce, (byte) 0xce, (byte) 0xce, (byte) 0xce};

    /** Beside white space: quotes of all kinds, byte order marks and zero-width spaces. */
    private static final String FRINGE = "\"'`\u2018\u2019\u201C\u201D\uFEFF\u200B";

    private static final Pattern BREAKS = Pattern.compile("\\s|(?<!\\\\)\\\\++[rnt]");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");
    private static final int LEAST_DER = 48;

    private KeyParser() {}

    static KeyInput parse(byte[] content) {
        keyStoreType(content).ifPresent(type -> {
            throw MisplacedKeyInput.keyStore(type);
        });
        if (DerReader.spansExactly(content)) {
            return new KeyInput.Der(content, null);
        }
        Charset charset = charset(content);
        if (charset.equals(StandardCharsets.UTF_8) && isBinary(content)) {
            if (content[0] == DerReader.SEQUENCE) {
                return new KeyInput.Der(content, null);
            }
            throw new KeyFormatException(
                    "binary data that is no key",
                    "Load a key as PEM, as DER or as a JWK, or a key store with fromKeyStore.");
        }
        return parse(new String(content, charset));
    }

    static KeyInput parse(String text) {
        if (text.length() > KeyLimits.MAX_INPUT) {
            throw KeyFile.tooLarge();
        }
        return parse(text, true);
    }

    private static KeyInput parse(String text, boolean mayBeEncoded) {
        String trimmed = trim(text);
        if (PemBlock.in(trimmed)) {
            return new KeyInput.Pem(PemBlock.all(trimmed), null);
        }
        if (trimmed.startsWith("{") && !trimmed.startsWith("{{")) {
            return json(trimmed.startsWith("{\\\"") ? trimmed.replace("\\\"", "\"") : trimmed);
        }
        String digits = BREAKS.matcher(trimmed).replaceAll("").replace('-', '+').replace('_', '/');
        boolean hasBoundary = trimmed.contains("----");
        if (!hasBoundary
                && BASE64.matcher(digits).matches()
                && digits.replace("=", "").length() % 4 != 1) {
            byte[] decoded = Base64.getDecoder().decode(digits.replace("=", ""));
            // "MI" is how a SEQUENCE of more than 127 bytes begins; if its length is wrong, the reader says so.
            if (DerReader.spansExactly(decoded) || (digits.startsWith("MI") && decoded.length >= LEAST_DER)) {
                return new KeyInput.Der(decoded, null);
            }
            String inner = new String(decoded, StandardCharsets.UTF_8);
            if (mayBeEncoded && (PemBlock.in(inner) || inner.stripLeading().startsWith("{"))) {
                return parse(inner, false);
            }
        }
        throw MisplacedKeyInput.of(trimmed);
    }

    private static KeyInput json(String text) {
        Map<String, Object> document = JwkDocument.parse(text);
        if (document != null && (document.get("keys") instanceof List<?> || document.containsKey("kty"))) {
            return new KeyInput.Json(document);
        }
        if (document != null && document.containsKey("ciphertext")) {
            throw new KeyFormatException("an encrypted JSON object (JWE)", "Decrypt it first, and pass the JWK inside.");
        }
        throw new KeyFormatException(
                "JSON that is neither a JWK nor a JWK Set: it has no member \"kty\" and no array \"keys\"",
                "Pass the object that holds \"kty\", or the PEM text alone.");
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isFringe(text.charAt(start))) {
            start++;
        }
        while (start < end && isFringe(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isFringe(char character) {
        return Character.isWhitespace(character) || FRINGE.indexOf(character) >= 0;
    }

    /** The name of the Java key store format, if the bytes are one. */
    static Optional<String> keyStoreType(byte[] content) {
        if (startsWith(content, JKS)) {
            return Optional.of("JKS");
        }
        return startsWith(content, JCEKS) ? Optional.of("JCEKS") : Optional.empty();
    }

    private static boolean startsWith(byte[] content, byte[] magic) {
        return content.length >= magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }

    /** Windows tools write UTF-16, which its byte order mark gives away. */
    private static Charset charset(byte[] content) {
        boolean marked = content.length >= 2
                && ((content[0] == (byte) 0xff && content[1] == (byte) 0xfe)
                        || (content[0] == (byte) 0xfe && content[1] == (byte) 0xff));
        return marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private static boolean isBinary(byte[] content) {
        for (byte octet : content) {
            if (octet >= 0 && octet < '\t') {
                return true;
            }
        }
        return false;
    }
}
