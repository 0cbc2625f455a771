// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.clientauth.key.crypto.KeyLimits;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a JWK Set that is meant to be published (RFC 7517 section 5), and rejects it if it has a private key. */
public final class PublishedJwks {

    /** A set that may be published, as a noun phrase. */
    public static final String EXPECTED = "a JWK Set, {\"keys\":[...]}, of public keys with a key id each,";

    private PublishedJwks() {}

    /**
     * Returns the public keys for signing; keys of another type or for another use are left out.
     *
     * @throws UnusableKeyException if the text is not a JWK Set, or has a private, symmetric or weak key
     */
    public static List<JWK> read(String json) {
        if (json.length() > KeyLimits.MAX_INPUT) {
            throw KeyFile.tooLarge();
        }
        Map<String, Object> document;
        try {
            document = JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            // Not passed on as the cause: a parser's message may quote the text, and the text may hold a key.
            throw unreadable();
        }
        if (document == null) {
            throw unreadable(); // JSON's null
        }
        if (!(document.get("keys") instanceof List<?> members)) {
            refusePrivate(document);
            throw unreadable();
        }
        members.forEach(PublishedJwks::refusePrivate);
        return members.stream()
                .map(member -> JwkMembers.of((Map<?, ?>) Objects.requireNonNull(member)))
                .filter(JwkForm::isForSigning)
                .map(member -> JwkForm.publicHalf(member).jwk())
                .toList();
    }

    private static void refusePrivate(@Nullable Object key) {
        if (!(key instanceof Map<?, ?> jwk)) {
            throw unreadable();
        }
        for (String member : JwkMembers.PRIVATE) {
            if (jwk.containsKey(member)) {
                throw new UnusableKeyException(
                        "a private key (member \"" + member + "\") in a set meant to be published",
                        EXPECTED,
                        "If it was published, the key is compromised: revoke it now. Publish PublicKeySet.of(key) instead.");
            }
        }
    }

    private static UnusableKeyException unreadable() {
        return new UnusableKeyException(
                "text that is not a JWK Set",
                EXPECTED,
                "Publish exactly what toJson() returns, and pass the same text.");
    }
}
