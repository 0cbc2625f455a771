package dev.clientauth.cli;

import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long a provider takes to know a new key, as its known causes tell, and which refusals pass by waiting.
 *
 * @param cause what is waited for, null where the provider's pages name nothing that takes time
 * @param errors the OAuth errors with which it shows
 */
record Expectation(@Nullable KnownCause cause, List<String> errors) {
    private static final Duration WITHOUT_WORD = Duration.ofMinutes(15);

    /** What to wait for, by where the request goes and how the key was registered. */
    static Expectation of(Profile profile, URI endpoint, boolean hasJwkSetUrl) {
        List<KnownCause> slow = profile.knownCauses().stream()
                .filter(cause -> cause.takes() != null)
                .toList();
        boolean isSandbox =
                Epic.sandbox().tokenEndpoint().filter(endpoint::equals).isPresent();
        String wanted = hasJwkSetUrl ? "jwk-set" : isSandbox ? "sandbox" : "customer";
        Optional<KnownCause> best = slow.stream()
                .filter(cause -> cause.id().contains(wanted))
                .findFirst()
                .or(() -> slow.stream().max(Comparator.comparing(Expectation::time)));
        return new Expectation(
                best.orElse(null),
                best.map(cause -> List.copyOf(cause.errors())).orElse(List.of("invalid_client")));
    }

    private static Duration time(KnownCause cause) {
        Duration takes = cause.takes();
        return takes == null ? WITHOUT_WORD : takes;
    }

    /** The time that the provider itself names, a quarter of an hour where it names none. */
    Duration time() {
        return cause == null ? WITHOUT_WORD : time(cause);
    }

    /** Half as long again: after that, waiting is no answer any more. */
    Duration limit() {
        return time().multipliedBy(3).dividedBy(2);
    }

    /** Whether a refusal may pass by itself: no rule is broken, and it looks like a key that is not known yet. */
    boolean mayPass(TokenRefusedException refusal) {
        return refusal.isRetryable()
                || (refusal.diagnosis().fatal().isEmpty()
                        && errors.contains(refusal.error().code()));
    }
}
