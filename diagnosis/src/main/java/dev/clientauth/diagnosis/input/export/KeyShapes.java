// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.tree.Tree;
import org.jspecify.annotations.Nullable;

/** Recognizes keys and key files. */
public final class KeyShapes {
    static final String PRIVATE_KEY = "a private key";

    private KeyShapes() {}

    /** Returns a description of the key that an object is; null if it is not a key. */
    public static @Nullable String of(Tree tree) {
        if (!tree.isObject()) {
            return null;
        }
        if ("service_account".equals(tree.textOf("type")) && tree.has("private_key")) {
            return "the key file of a service account, with its private key";
        }
        if (tree.has("kty")) {
            return tree.has("d") ? "a private key (JWK)" : "a public key (JWK)";
        }
        Tree keys = tree.get("keys");
        if (keys != null && keys.isList() && keys.items().stream().anyMatch(k -> k.has("kty"))) {
            return keys.items().stream().anyMatch(k -> k.has("d")) ? "a JWK Set with private keys" : "a JWK Set";
        }
        return null;
    }

    /** Returns a description of the key that a text begins with; null if there is none. */
    public static @Nullable String of(String text) {
        if (!text.startsWith("-----BEGIN ")) {
            return null;
        }
        int end = text.indexOf("-----", 11);
        String label = end < 0 || end > 60 ? "" : text.substring(11, end);
        if (label.contains("PRIVATE KEY")) {
            return PRIVATE_KEY;
        }
        return label.contains("CERTIFICATE")
                ? "a certificate"
                : label.contains("PUBLIC KEY") ? "a public key" : "a PEM file";
    }
}
