// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;

import javax.crypto.spec.SecretKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lets the fuzz targets read entries and URIs without a Redis server. */
public final class RedisBridge {
    /** The id under which entries are read. */
    public static final String ID = "fuzz";

    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final EntryKey KEY = EntryKey.of(new SecretKeySpec(new byte[32], "AES"));
    private static final TokenEntryCipher CIPHER = new TokenEntryCipher(List.of(KEY));

    private RedisBridge() {}

    /** Returns the token of an entry as text, or why the entry is ignored. */
    public static String read(String entry, Duration left) {
        try {
            return CIPHER.decrypt(ID, entry, NOW, left).toString();
        } catch (UnreadableEntryException e) {
            return e.toString();
        }
    }

    /** Returns the entry with this content, encrypted with the key of the store. */
    public static String entry(byte[] content) throws JOSEException {
        JWEObject entry = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .keyID(KEY.id())
                        .build(),
                new Payload(content));
        entry.encrypt(new DirectEncrypter(KEY.key()));
        return entry.serialize();
    }

    /** Parses a URI. */
    public static void parseUri(String uri) {
        RedisUriText.parse(uri);
    }
}
