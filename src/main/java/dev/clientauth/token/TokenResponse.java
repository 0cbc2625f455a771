package dev.clientauth.token;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the token endpoint answered to a grant it took (RFC 6749 section 5.1).
 *
 * <p>{@link #toString()} hides all tokens.
 */
public final class TokenResponse {
    /** The names that may be shown: a name that is not among them may hold anything, even the token itself. */
    private static final Set<String> KNOWN = Set.of(
            "access_token",
            "token_type",
            "expires_in",
            "refresh_token",
            "refresh_token_expires_in",
            "scope",
            "id_token",
            "issued_token_type",
            "state",
            "patient",
            "encounter",
            "need_patient_banner",
            "smart_style_url",
            "fhirContext",
            "email_verified");

    private final AccessToken accessToken;
    private final Map<String, Object> members;

    /**
     * An answer that was read.
     *
     * @param accessToken the access token
     * @param members every member of the JSON object that is not null, in its order
     */
    public TokenResponse(AccessToken accessToken, Map<String, Object> members) {
        this.accessToken = Objects.requireNonNull(accessToken, "accessToken");
        this.members = Objects.requireNonNull(members, "members");
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
        return members.get(member) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** The names of the members that are known, without the values, and how many others there are. */
    @Override
    public String toString() {
        List<String> known = members.keySet().stream().filter(KNOWN::contains).toList();
        int others = members.size() - known.size();
        return "TokenResponse" + known + (others == 0 ? "" : " and " + others + " more");
    }
}
