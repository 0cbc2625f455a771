// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A failure at the provider that the client's request did not cause.
 *
 * <p>Faults affect requests with client authentication. The request is still validated and recorded.
 */
public sealed interface Fault {

    /**
     * An error status in place of the regular response. The request is not carried out: no code and no {@code jti} is used.
     *
     * @param status an error status, 400 to 599
     * @param retryAfter the {@code Retry-After} header, in whole seconds
     */
    record Status(int status, Optional<Duration> retryAfter) implements Fault {
        /**
         * Checks the status.
         *
         * @throws IllegalArgumentException if it is not an error status
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
     * The regular response, delayed.
     *
     * @param delay the delay, at most two minutes
     */
    record Slow(Duration delay) implements Fault {
        private static final Duration MAX_DELAY = Duration.ofMinutes(2);

        /**
         * Checks the delay.
         *
         * @throws IllegalArgumentException if it is negative or longer than two minutes
         */
        public Slow {
            requireNotNegative(delay);
            if (delay.compareTo(MAX_DELAY) > 0) {
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

    /** The request is carried out, and the connection is closed without a response. */
    record ResponseLost() implements Fault {
        @Override
        public String kind() {
            return "response-lost";
        }
    }

    /** The key is registered but has not reached the token endpoint yet: a valid request is refused with {@code invalid_client}. */
    record KeyNotSynced() implements Fault {
        @Override
        public String kind() {
            return "key-not-synced";
        }
    }

    /** Another key is registered under the same key id. */
    record KeyReplaced() implements Fault {
        @Override
        public String kind() {
            return "key-replaced";
        }
    }

    /**
     * A valid request is refused with an OAuth error (RFC 6749 section 5.2). Nothing is carried out: no code and no {@code
     * jti} is used. A request that breaks a rule is refused for that rule.
     *
     * @param error the error code, one of {@link #ERRORS}
     */
    record Refused(String error) implements Fault {
        /** The error codes of a token endpoint. */
        public static final List<String> ERRORS = List.of(
                "invalid_request",
                "invalid_client",
                "invalid_grant",
                "unauthorized_client",
                "unsupported_grant_type",
                "invalid_scope");

        /**
         * Checks the error code.
         *
         * @throws IllegalArgumentException if it is not one of {@link #ERRORS}
         */
        public Refused {
            if (!ERRORS.contains(error)) {
                throw new IllegalArgumentException("error must be one of " + String.join(", ", ERRORS) + ".");
            }
        }

        @Override
        public String kind() {
            return error;
        }
    }

    /** Returns the name of the fault, such as {@code too-many-requests}. */
    String kind();

    /** Returns a fault that responds with 429 and {@code Retry-After}. */
    static Fault tooManyRequests(Duration retryAfter) {
        return new Status(429, Optional.of(retryAfter));
    }

    /** Returns a fault that responds with 503 and {@code Retry-After}. */
    static Fault unavailable(Duration retryAfter) {
        return new Status(503, Optional.of(retryAfter));
    }

    /** Returns a fault that responds with 500. */
    static Fault serverError() {
        return new Status(500, Optional.empty());
    }

    /** Returns a fault that delays the regular response by this time. */
    static Fault slow(Duration delay) {
        return new Slow(delay);
    }

    /** Returns a fault that resets the connection before the request is carried out. */
    static Fault reset() {
        return new Reset();
    }

    /** Returns a fault that carries out the request and closes the connection without a response. */
    static Fault responseLost() {
        return new ResponseLost();
    }

    /** Returns a fault that behaves as if the key had not reached the token endpoint yet. */
    static Fault keyNotSynced() {
        return new KeyNotSynced();
    }

    /** Returns a fault that behaves as if another key were registered under the same key id. */
    static Fault keyReplaced() {
        return new KeyReplaced();
    }

    /**
     * Returns a fault that refuses a valid request with this OAuth error, such as {@code invalid_client}.
     *
     * @throws IllegalArgumentException if it is not an error code of a token endpoint
     */
    static Fault refused(String error) {
        return new Refused(error);
    }

    private static void requireNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + time + ".");
        }
    }
}
