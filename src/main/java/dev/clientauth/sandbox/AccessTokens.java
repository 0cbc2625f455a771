package dev.clientauth.sandbox;

import java.util.Optional;

/** Who knows which access tokens are good. */
@FunctionalInterface
interface AccessTokens {
    /** What a token is for, if it is good at this moment. Called by several threads at once. */
    Optional<Access> access(String accessToken);
}
