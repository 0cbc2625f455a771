package dev.clientauth.mock;

import java.time.Duration;
import java.util.Optional;

/**
 * A failure at the provider that the client's request did not cause.
 *
 * <p>FaultQueue strike requests that bring client authentication. What was sent is judged and recorded all the same.
 */
public sealed interface Fault {

    /**
     * Another status than the request deserves. The request is not carried out: no code and no {@code jti} is used up.
     *
     * @param status an error status, 400 to 599
     * @param retryAfter the {@code Retry-After} header, in whole seconds
     */
    record Status(int status, Optional<Duration> retryAfter) implements Fault {
        /**
         * Checks the status.
         *
         * @throws IllegalArgumentException if the status is no error
         */
        public Status {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status must be from 400 to 599, not " + status + ".");
            }
            retryAfter.ifPresent(Fault::requireNotNegative);
        }

        @Override
        public String kind() {
            return switch (status) {
                case 429 -> "too-many-requests";
                case 503 -> "unavailable";
                case 500 -> "server-error";
                default -> "status-" + status;
            };
        }
    }

    /**
     * The answer that the request deserves, late.
     *
     * @param delay how late, at most two minutes
     */
    record Slow(Duration delay) implements Fault {
        private static final Duration LONGEST = Duration.ofMinutes(2);

        /**
         * Checks the delay.
         *
         * @throws IllegalArgumentException if it is negative or longer than two minutes
         */
        public Slow {
            requireNotNegative(delay);
            if (delay.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "delay must be at most two minutes, not " + delay.toSeconds() + " seconds.");
            }
        }

        @Override
        public String kind() {
            return "slow";
        }
    }

    /** The connection is reset before the request is carried out. */
    record Reset() implements Fault {
        @Override
        public String kind() {
            return "reset";
        }
    }

    /** The request is carried out, and the connection is closed without a byte of the answer. */
    record ResponseLost() implements Fault {
        @Override
        public String kind() {
            return "response-lost";
        }
    }

    /** The key is registered but has not reached the token endpoint: a request in order is {@code invalid_client}. */
    record KeyNotSynced() implements Fault {
        @Override
        public String kind() {
            return "key-not-synced";
        }
    }

    /** The provider has another key registered, under the same id. */
    record KeyReplaced() implements Fault {
        @Override
        public String kind() {
            return "key-replaced";
        }
    }

    /** Its name, such as {@code too-many-requests}. */
    String kind();

    /** 429, with {@code Retry-After}. */
    static Fault tooManyRequests(Duration retryAfter) {
        return new Status(429, Optional.of(retryAfter));
    }

    /** 503, with {@code Retry-After}. */
    static Fault unavailable(Duration retryAfter) {
        return new Status(503, Optional.of(retryAfter));
    }

    /** 500. */
    static Fault serverError() {
        return new Status(500, Optional.empty());
    }

    /** A right answer that takes this long. */
    static Fault slow(Duration delay) {
        return new Slow(delay);
    }

    /** A connection reset before the request is carried out. */
    static Fault reset() {
        return new Reset();
    }

    /** A request carried out whose answer never arrives. */
    static Fault responseLost() {
        return new ResponseLost();
    }

    /** A key that the token endpoint does not know yet. */
    static Fault keyNotSynced() {
        return new KeyNotSynced();
    }

    /** Another registered key than the client's. */
    static Fault keyReplaced() {
        return new KeyReplaced();
    }

    private static void requireNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + time + ".");
        }
    }
}
