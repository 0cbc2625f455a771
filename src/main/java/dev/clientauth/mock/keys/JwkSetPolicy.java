package dev.clientauth.mock.keys;

import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a provider keeps the JWK Sets that it fetches.
 *
 * @param unsaid how long, where the client sends no {@code Cache-Control}
 * @param longest how long at most
 * @param asksAgain whether a copy that does not verify a JWT is fetched anew before its time
 * @param speed how much faster than in reality time passes for copies
 */
public record JwkSetPolicy(Duration unsaid, Duration longest, boolean asksAgain, double speed) {
    /** The cause in whose remedy a provider says how long it keeps a JWK Set. */
    private static final String CACHED = "jwk-set-cached";

    public JwkSetPolicy {
        requireSpeed(speed);
    }

    /**
     * This speed, where it is one.
     *
     * @throws IllegalArgumentException if it is not a number above 0
     */
    public static double requireSpeed(double speed) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException(
                    "The speed is " + speed + "; it has to be a number above 0, such as 60 for a minute in a second.");
        }
        return speed;
    }

    /**
     * The way of this provider.
     *
     * <p>Epic keeps a set for 29 hours, or less if {@code Cache-Control} says so, and fetches it at most once more for each
     * JWT. SMART demands only that a set is not kept longer than {@code Cache-Control} says. For the rest a strict server is
     * played, a guess: five minutes where nothing is said, a day at most, and not anew before its time.
     */
    static JwkSetPolicy of(Profile profile) {
        return profile.knownCauses().stream()
                .filter(cause -> cause.id().equals(CACHED))
                .map(KnownCause::takes)
                .filter(Objects::nonNull)
                .findFirst()
                .map(kept -> new JwkSetPolicy(kept, kept, true, 1))
                .orElseGet(() -> new JwkSetPolicy(Duration.ofMinutes(5), Duration.ofDays(1), false, 1));
    }

    /** The same, in faster time. */
    JwkSetPolicy speedUp(double times) {
        return new JwkSetPolicy(unsaid, longest, asksAgain, speed * times);
    }

    /** How long a copy is kept, by what the client said. */
    Duration life(Optional<Duration> said) {
        Duration life = said.orElse(unsaid);
        return scaled(life.compareTo(longest) > 0 ? longest : life);
    }

    /** A time of the real provider's, as it is here. */
    Duration scaled(Duration real) {
        return Duration.ofMillis(Math.round(real.toMillis() / speed));
    }
}
