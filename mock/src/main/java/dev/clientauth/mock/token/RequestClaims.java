package dev.clientauth.mock.token;

import dev.clientauth.profile.TokenRequest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads unverified claims of a token request. */
public final class RequestClaims {
    private RequestClaims() {}

    /** Returns the subject of the assertion, otherwise the client_id parameter; empty if there is neither. */
    public static String claimedClient(TokenRequest request) {
        return claim(request, "sub").or(() -> request.parameter("client_id")).orElse("");
    }

    /** Returns a claim of the assertion that is a string. */
    public static Optional<String> claim(TokenRequest request, String name) {
        return request.assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> claims.get(name) instanceof String text ? text : null);
    }

    /** Returns the words of a space-separated list. */
    public static Set<String> words(String list) {
        Set<String> words = new LinkedHashSet<>(List.of(list.split(" ", -1)));
        words.remove("");
        return words;
    }
}
