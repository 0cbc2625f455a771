package dev.clientauth.mock.token;

import java.time.Instant;
import java.util.Optional;

/** Who knows which access tokens are good. */
@FunctionalInterface
public interface AccessTokens {
    /** What a token is for, if it is good at this moment. Called by several threads at once. */
    Optional<Access> access(String accessToken);

    /** When a token that was good until then expired; none for one that never was, or that has been forgotten since. */
    default Optional<Instant> expiredAt(String accessToken) {
        return Optional.empty();
    }
}
