// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.UnusableKeyException;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the base64 of a key inside other text: a Kubernetes Secret, an .env or properties file, YAML, HCL, source code. */
final class EmbeddedKey {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/_-]{64,}+={0,2}");
    private static final Pattern LINES = Pattern.compile(
            "(?m)^[ \\t>|]*+[A-Za-z0-9+/]{48,}+[ \\t]*+\\r?\\n(?:[ \\t>|]*+[A-Za-z0-9+/]{1,200}+={0,2}[ \\t]*+(?:\\r?\\n|\\z))++");
    private static final Pattern NAME = Pattern.compile("([\\w.()-]{1,100})[\"']?\\s{0,3}[:=]\\s{0,3}[\"'|>-]*\\s*$");
    private static final int MAX_CANDIDATES = 50;
    private static final int MAX_NAME = 120;

    private EmbeddedKey() {}

    /** Returns the first key in the text. */
    static Optional<KeyInput> find(String text, int depth) {
        return find(LINES.matcher(text), text, depth).or(() -> find(TOKEN.matcher(text), text, depth));
    }

    private static Optional<KeyInput> find(Matcher candidates, String text, int depth) {
        for (int i = 0; i < MAX_CANDIDATES && candidates.find(); i++) {
            String digits = candidates.group();
            if (digits.length() == text.length()) {
                return Optional.empty(); // The whole text, which was tried before.
            }
            Optional<KeyInput> key = key(digits, depth);
            if (key.isPresent()) {
                String before = text.substring(Math.max(0, candidates.start() - MAX_NAME), candidates.start());
                return Optional.of(named(key.get(), before));
            }
        }
        return Optional.empty();
    }

    private static Optional<KeyInput> key(String digits, int depth) {
        try {
            return Optional.of(KeyParser.parse(digits, depth + 1));
        } catch (UnusableKeyException e) {
            // Some other base64.
            return Optional.empty();
        }
    }

    private static KeyInput named(KeyInput key, String before) {
        Matcher name = NAME.matcher(before);
        Optional<String> keyId = name.find() ? KeyFile.keyId(name.group(1)) : Optional.empty();
        if (keyId.isEmpty() || key.keyId() != null) {
            return key;
        }
        if (key instanceof KeyInput.Pem pem) {
            return new KeyInput.Pem(pem.blocks(), keyId.get());
        }
        return key instanceof KeyInput.Der der ? new KeyInput.Der(der.bytes(), keyId.get()) : key;
    }
}
