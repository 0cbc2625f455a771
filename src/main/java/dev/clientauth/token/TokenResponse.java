// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The successful response of a token endpoint (RFC 6749 section 5.1).
 *
 * <p>{@link #toString()} hides all tokens.
 */
public final class TokenResponse {
    /** The member names that {@link #toString()} shows. Any other name might itself be a secret. */
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
     * Creates a response.
     *
     * @param accessToken the access token
     * @param members every member of the JSON object that is not null, in order
     */
    public TokenResponse(AccessToken accessToken, Map<String, Object> members) {
        this.accessToken = Arguments.required(accessToken, "accessToken");
        this.members = checked(members);
    }

    /** Returns the access token. */
    public AccessToken accessToken() {
        return accessToken;
    }

    /** Returns the {@code refresh_token}: a secret. */
    public Optional<String> refreshToken() {
        return text("refresh_token");
    }

    /** Returns the {@code id_token}, unverified: a secret. Verify it before you use its claims. */
    public Optional<String> idToken() {
        return text("id_token");
    }

    /** Returns every member of the response, including tokens, in order: strings, numbers, booleans, lists and maps. */
    public Map<String, Object> members() {
        return members;
    }

    private static Map<String, Object> checked(Map<String, Object> members) {
        Arguments.withoutNulls(Arguments.required(members, "members").keySet(), "members");
        Arguments.withoutNulls(members.values(), "members");
        return members;
    }

    private Optional<String> text(String member) {
        return members.get(member) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** Returns the known member names, without the values, and how many others there are. */
    @Override
    public String toString() {
        List<String> known = members.keySet().stream().filter(KNOWN::contains).toList();
        int others = members.size() - known.size();
        return "TokenResponse" + known + (others == 0 ? "" : " and " + others + " more");
    }
}
