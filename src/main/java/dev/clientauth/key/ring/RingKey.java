// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.arguments.Arguments;

import java.time.Instant;
import java.util.Optional;

/**
 * One key of a {@link KeyRing} and its state. Contains nothing private.
 *
 * @param keyId the key id
 * @param state what the key is used for
 * @param since when it entered this state
 * @param publishedSince since when every fetch of the JWK Set URL has contained the next key; otherwise empty
 * @param due when the next key signs, if the URL keeps returning it, or when the retired key is removed; otherwise empty
 * @param publicJwk the key as it is published
 * @param file the name of its file in the directory of the ring; empty if the application holds the private key
 */
public record RingKey(
        String keyId,
        State state,
        Instant since,
        Optional<Instant> publishedSince,
        Optional<Instant> due,
        JWK publicJwk,
        Optional<String> file) {
    public RingKey {
        Arguments.notBlank(keyId, "keyId");
        Arguments.required(state, "state");
        Arguments.required(since, "since");
        Arguments.required(publishedSince, "publishedSince");
        Arguments.required(due, "due");
        Arguments.required(publicJwk, "publicJwk");
        Arguments.required(file, "file");
    }

    /** What a key is used for. Keys in each state are published. */
    public enum State {
        /** Published, so that the provider knows it before it signs. */
        NEXT,
        /** Signs. */
        CURRENT,
        /** Signed before; still published for assertions in flight, and used if the provider refuses the current key. */
        RETIRED
    }

    static RingKey added(State state, JWK publicJwk, Optional<String> file, Instant now) {
        return new RingKey(publicJwk.getKeyID(), state, now, Optional.empty(), Optional.empty(), publicJwk, file);
    }

    RingKey in(State changed, Instant now) {
        return new RingKey(keyId, changed, now, Optional.empty(), due, publicJwk, file);
    }

    RingKey publishedSince(Optional<Instant> time) {
        return new RingKey(keyId, state, since, time, due, publicJwk, file);
    }

    RingKey due(Optional<Instant> time) {
        return new RingKey(keyId, state, since, publishedSince, time, publicJwk, file);
    }
}
