package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
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
 * @param algorithm the {@code alg} in the JWK Set; empty for an RSA key that was added without one
 * @param file the name of its file in the directory of the ring
 */
public record RingKey(
        String keyId,
        State state,
        Instant since,
        Optional<Instant> publishedSince,
        Optional<JWSAlgorithm> algorithm,
        String file) {
    public RingKey {
        Arguments.notBlank(keyId, "keyId");
        Arguments.required(state, "state");
        Arguments.required(since, "since");
        Arguments.required(publishedSince, "publishedSince");
        Arguments.required(algorithm, "algorithm");
        Arguments.notBlank(file, "file");
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

    RingKey in(State changed, Instant now) {
        return new RingKey(keyId, changed, now, Optional.empty(), algorithm, file);
    }

    RingKey publishedSince(Optional<Instant> time) {
        return new RingKey(keyId, state, since, time, algorithm, file);
    }
}
