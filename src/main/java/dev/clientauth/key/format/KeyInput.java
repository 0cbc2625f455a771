// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.KeyMaterial;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** The content of an input, without anything wrapped around it. */
public sealed interface KeyInput {

    /** Returns the key id next to the key, such as Google's {@code private_key_id}. */
    @Nullable
    String keyId();

    /** One SEQUENCE of DER. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one reader to another, never compared
    record Der(byte[] bytes, @Nullable String keyId) implements KeyInput {}

    /** One or more PEM blocks. */
    record Pem(List<PemBlock> blocks, @Nullable String keyId) implements KeyInput {}

    /** A JWK or a JWK Set. */
    record Json(Map<String, Object> document) implements KeyInput {
        @Override
        public @Nullable String keyId() {
            return null;
        }
    }

    /** Returns the only private key in it. */
    default KeyMaterial privateKey(KeyRequest request) {
        if (this instanceof Der der) {
            return PemKey.read(der.bytes(), request).named(keyId());
        }
        if (this instanceof Pem pem) {
            return PemKey.read(pem.blocks(), request).named(keyId());
        }
        return JwkDocument.read(((Json) this).document());
    }
}
