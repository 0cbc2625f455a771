package dev.clientauth.mock.token;

import java.util.Optional;

/**
 * What an access token is for.
 *
 * @param clientId whom it was given to
 * @param issuer who signed the assertion that it was given for
 * @param scope what was asked for; none where nothing was
 * @param authorization the person's part; none where the client acts for itself
 */
public record Access(
        String clientId, Optional<String> issuer, Optional<String> scope, Optional<Authorization> authorization) {

    /** About how many characters it has. */
    long size() {
        return clientId.length()
                + issuer.orElse("").length()
                + scope.orElse("").length()
                + authorization.map(Authorization::size).orElse(0L);
    }
}
