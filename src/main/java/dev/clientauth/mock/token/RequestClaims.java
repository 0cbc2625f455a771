package dev.clientauth.mock.token;

import dev.clientauth.profile.Attempt;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a token request claims of itself. */
public final class RequestClaims {
    private RequestClaims() {}

    /** The client that the assertion names; without one, that of the parameters. */
    public static String claimedClient(Attempt attempt) {
        return claim(attempt, "sub").or(() -> attempt.parameter("client_id")).orElse("");
    }

    /** A claim of the assertion that is text. */
    public static Optional<String> claim(Attempt attempt, String name) {
        return attempt.assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> claims.get(name) instanceof String text ? text : null);
    }

    /** The words of a parameter that lists some. */
    public static Set<String> words(String list) {
        Set<String> words = new LinkedHashSet<>(List.of(list.split(" ", -1)));
        words.remove("");
        return words;
    }
}
