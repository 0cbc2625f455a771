// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.KeyLimits;
import dev.clientauth.key.crypto.UnusableKeyException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Detects the format of a key (DER, PEM, JSON, base64) and removes what is wrapped around it. */
public final class KeyParser {

    private static final byte[] JKS = {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed};
    private static final byte[] JCEKS = {(byte) 0xce, (byte) 0xce, (byte) 0xce, (byte) 0xce};

    private static final byte[] UTF_32LE = {(byte) 0xff, (byte) 0xfe, 0, 0};
    private static final byte[] UTF_32BE = {0, 0, (byte) 0xfe, (byte) 0xff};

    /** Trimmed in addition to white space: quotes of all kinds, byte order marks and zero-width spaces, and the % that zsh prints. */
    private static final String FRINGE = "\"'`\u2018\u2019\u201C\u201D\uFEFF\u200B%;,";

    private static final Pattern BREAKS = Pattern.compile("\\s|(?<!\\\\)\\\\++[rnt]|\\\\(?=\\s)");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern PYTHON_BYTES = Pattern.compile("[bB]['\"].*['\"]", Pattern.DOTALL);
    private static final int MIN_DER = 48;
    private static final int MAX_DEPTH = 6;

    private KeyParser() {}

    public static KeyInput parse(byte[] content) {
        return parse(content, 0);
    }

    private static KeyInput parse(byte[] content, int depth) {
        keyStoreType(content).ifPresent(type -> {
            throw MisplacedKeyInput.keyStore(type);
        });
        if (DerReader.spansExactly(content)) {
            return new KeyInput.Der(content, null);
        }
        BinaryInput.refuse(content);
        Charset charset = charset(content);
        if (charset.equals(StandardCharsets.UTF_8) && isBinary(content)) {
            if (content[0] == DerReader.SEQUENCE) {
                return new KeyInput.Der(content, null);
            }
            throw BinaryInput.unknown();
        }
        return parse(new String(content, charset), depth);
    }

    public static KeyInput parse(String text) {
        if (text.length() > KeyLimits.MAX_INPUT) {
            throw KeyFile.tooLarge();
        }
        return parse(text, 0);
    }

    /** Parses a text that was nested in as many other texts. */
    public static KeyInput parse(String text, int depth) {
        if (depth > MAX_DEPTH) {
            throw MisplacedKeyInput.OTHER.exception();
        }
        String trimmed = trim(KeyTextRepair.repair(text));
        MisplacedKeyInput.refuseEncrypted(trimmed);
        if (isJson(trimmed)) {
            return json(trimmed, depth);
        }
        if (PemBlock.in(trimmed)) {
            return new KeyInput.Pem(PemBlock.all(trimmed), null);
        }
        if (PYTHON_BYTES.matcher(trimmed).matches()) {
            return parse(trimmed.substring(2, trimmed.length() - 1), depth + 1);
        }
        String digits = BREAKS.matcher(trimmed).replaceAll("").replace('-', '+').replace('_', '/');
        boolean isBase64 = !trimmed.contains("----")
                && BASE64.matcher(digits).matches()
                && !HEXADECIMAL.matcher(digits).matches()
                && digits.replace("=", "").length() % 4 != 1;
        if (isBase64) {
            return decoded(Base64.getDecoder().decode(digits.replace("=", "")), digits, trimmed, depth);
        }
        if (trimmed.contains("-----END ")) {
            throw MisplacedKeyInput.of(trimmed);
        }
        return EmbeddedKey.find(trimmed, depth).orElseThrow(() -> MisplacedKeyInput.of(trimmed));
    }

    private static boolean isJson(String text) {
        return (text.startsWith("{") && !text.startsWith("{{") && !text.startsWith("{cipher}"))
                || text.startsWith("[{")
                || text.startsWith("[\"");
    }

    private static KeyInput json(String text, int depth) {
        String unescaped = text.startsWith("{\\\"") || text.startsWith("[{\\\"") ? text.replace("\\\"", "\"") : text;
        Optional<Object> json = JsonKeySearch.parse(unescaped);
        if (json.isEmpty() && !PemBlock.in(text)) {
            throw new UnusableKeyException("broken JSON", "Pass the complete JSON, from its first brace to its last.");
        }
        try {
            if (json.isPresent()) {
                return JsonKeySearch.search(json.get(), depth);
            }
        } catch (UnusableKeyException e) {
            // The lines of a key may be the elements of an array.
            if (!PemBlock.in(text) || depth > 0) {
                throw e;
            }
        }
        return new KeyInput.Pem(PemBlock.all(text), null);
    }

    private static KeyInput decoded(byte[] decoded, String digits, String text, int depth) {
        // "MI" is how a SEQUENCE of more than 127 bytes begins; if its length is wrong, the reader says so.
        if (DerReader.spansExactly(decoded) || (digits.startsWith("MI") && decoded.length >= MIN_DER)) {
            return new KeyInput.Der(decoded, null);
        }
        try {
            return parse(decoded, depth + 1);
        } catch (UnusableKeyException e) {
            boolean saysNothing =
                    e.found().equals(MisplacedKeyInput.OTHER.exception().found())
                            || e.found().equals(BinaryInput.unknown().found());
            throw saysNothing ? MisplacedKeyInput.of(text) : e;
        }
    }

    /** Returns the bytes of a key store, decoded from base64 or from the JSON of a secret manager if necessary. */
    static byte[] keyStore(byte[] content) {
        if (content.length == 0 || keyStoreType(content).isPresent() || DerReader.spansExactly(content)) {
            return content;
        }
        try {
            return parse(content) instanceof KeyInput.Der der ? der.bytes() : content;
        } catch (UnusableKeyException e) {
            return decodedStore(content);
        }
    }

    private static byte[] decodedStore(byte[] content) {
        String digits =
                BREAKS.matcher(trim(new String(content, charset(content)))).replaceAll("");
        if (!BASE64.matcher(digits).matches() || digits.replace("=", "").length() % 4 == 1) {
            return content;
        }
        byte[] decoded = Base64.getDecoder().decode(digits.replace("=", ""));
        return keyStoreType(decoded).isPresent() ? decoded : content;
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

    /** Returns the name of the Java key store format, if the bytes are one. */
    static Optional<String> keyStoreType(byte[] content) {
        if (BinaryInput.startsWith(content, JKS)) {
            return Optional.of("JKS");
        }
        return BinaryInput.startsWith(content, JCEKS) ? Optional.of("JCEKS") : Optional.empty();
    }

    /** Windows tools write UTF-16, recognized by its byte order mark or by a zero in every second byte. */
    private static Charset charset(byte[] content) {
        if (BinaryInput.startsWith(content, UTF_32LE) || BinaryInput.startsWith(content, UTF_32BE)) {
            return Charset.forName("UTF-32");
        }
        if (content.length >= 2) {
            if ((content[0] == (byte) 0xff && content[1] == (byte) 0xfe)
                    || (content[0] == (byte) 0xfe && content[1] == (byte) 0xff)) {
                return StandardCharsets.UTF_16;
            }
            byte[] head = Arrays.copyOf(content, Math.min(content.length, 64) & ~1);
            if (head.length >= 8 && areZero(head, 1)) {
                return StandardCharsets.UTF_16LE;
            }
            if (head.length >= 8 && areZero(head, 0)) {
                return StandardCharsets.UTF_16BE;
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean areZero(byte[] content, int offset) {
        for (int i = 0; i < content.length; i += 2) {
            if (content[i + offset] != 0 || content[i + 1 - offset] == 0) {
                return false;
            }
        }
        return true;
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
