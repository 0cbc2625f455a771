// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import dev.clientauth.token.AccessToken;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts tokens to entries in Redis and back. The id is encrypted with the token, so that an entry that was moved to
 * another id is detected. Only the lifetime is stored; Redis measures how much of it remains.
 */
final class TokenEntryCipher {
    private static final String ID = "id";
    private static final String VALUE = "value";
    private static final String TYPE = "type";
    private static final String SCOPE = "scope";
    private static final String LIFE_MILLIS = "life_ms";

    private final List<EntryKey> keys;

    /**
     * Creates a cipher.
     *
     * @param keys the first encrypts, all decrypt
     */
    TokenEntryCipher(List<EntryKey> keys) {
        this.keys = List.copyOf(keys);
    }

    String encrypt(String id, AccessToken token) {
        EntryKey key = keys.get(0);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(ID, id);
        content.put(VALUE, token.value());
        content.put(TYPE, token.type());
        token.scope().ifPresent(scope -> content.put(SCOPE, scope));
        content.put(
                LIFE_MILLIS,
                Duration.between(token.issuedAt(), token.expiresAt()).toMillis());
        JWEObject entry = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .keyID(key.id())
                        .build(),
                new Payload(content));
        try {
            entry.encrypt(new DirectEncrypter(key.key()));
        } catch (JOSEException e) {
            throw new IllegalStateException("The token could not be encrypted.", e);
        }
        return entry.serialize();
    }

    /**
     * Returns the token of an entry.
     *
     * @param now this machine's time
     * @param left its remaining lifetime
     */
    AccessToken decrypt(String id, String entry, Instant now, Duration left) throws UnreadableEntryException {
        Map<String, Object> content = content(entry);
        if (!id.equals(content.get(ID))) {
            throw new UnreadableEntryException("it was written under another id and moved.");
        }
        if (!(content.get(VALUE) instanceof String value)
                || !(content.get(TYPE) instanceof String type)
                || !(content.get(LIFE_MILLIS) instanceof Number lifeMillis)) {
            throw new UnreadableEntryException("it was written by another version of this library.");
        }
        Duration life = Duration.ofMillis(lifeMillis.longValue());
        if (left.isNegative() || left.compareTo(life) > 0) {
            throw new UnreadableEntryException("its time to live in Redis exceeds the lifetime of the token.");
        }
        Instant expiresAt = now.plus(left);
        String scope = content.get(SCOPE) instanceof String granted ? granted : null;
        try {
            return new AccessToken(value, type, scope, expiresAt.minus(life), expiresAt);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEntryException("its content is not a bearer token.");
        }
    }

    private Map<String, Object> content(String entry) throws UnreadableEntryException {
        Map<String, Object> content;
        try {
            JWEObject jwe = JWEObject.parse(entry);
            jwe.decrypt(new DirectDecrypter(keyFor(jwe.getHeader()).key()));
            content = jwe.getPayload().toJSONObject();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // The parser's message would quote it.
            throw new UnreadableEntryException("it is not a JWE encrypted with the key that it names.");
        }
        if (content == null) {
            throw new UnreadableEntryException("the decrypted content is not JSON.");
        }
        return content;
    }

    private EntryKey keyFor(JWEHeader header) throws UnreadableEntryException {
        for (EntryKey key : keys) {
            if (key.id().equals(header.getKeyID())) {
                return key;
            }
        }
        throw new UnreadableEntryException("it is encrypted with an unknown key.");
    }
}
