package dev.clientauth.mock.keys;

import com.nimbusds.jose.jwk.JWK;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of fetching a JWK Set.
 *
 * @param keys the public keys in it; none where there is no usable set
 * @param freshFor how long it may be kept, where the client says so
 * @param notes what is to be said about it, for the client's eyes only where the mock is their own
 */
record JwkSetResponse(Optional<List<JWK>> keys, Optional<Duration> freshFor, List<String> notes) {
    static JwkSetResponse failed(String note) {
        return new JwkSetResponse(Optional.empty(), Optional.empty(), List.of(note));
    }
}
