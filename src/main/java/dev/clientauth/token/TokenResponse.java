package dev.clientauth.token;

import java.util.Map;
import java.util.Optional;

/**
 * What the token endpoint answered to a grant it took (RFC 6749 section 5.1).
 *
 * <p>{@link #toString()} hides all tokens.
 */
public final class TokenResponse {
    private final AccessToken accessToken;
    private final Map<String, Object> members;

    /**
     * An answer that was read.
     *
     * @param accessToken the access token
     * @param members every member of the JSON object that is not null, in its order
     */
    public TokenResponse(AccessToken accessToken, Map<String, Object> members) {
        this.accessToken = accessToken;
        this.members = members;
    }

    /** The access token. */
    public AccessToken accessToken() {
        return accessToken;
    }

    /** The {@code refresh_token}: a secret. */
    public Optional<String> refreshToken() {
        return text("refresh_token");
    }

    /** The {@code id_token} as it came: a secret, and not to be believed before it is verified. */
    public Optional<String> idToken() {
        return text("id_token");
    }

    /** Every member of the answer, tokens included: strings, numbers, booleans, lists and maps, in their order. */
    public Map<String, Object> members() {
        return members;
    }

    private Optional<String> text(String member) {
        return members.get(member) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The names of what came, without the values. */
    @Override
    public String toString() {
        return "TokenResponse" + members.keySet();
    }
}
