// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.arguments;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * Rejects null, blank and negative arguments of public methods at once. Each message names the parameter and does not repeat
 * the value, which may be a secret.
 */
public final class Arguments {
    private Arguments() {}

    /**
     * Returns the value.
     *
     * @throws NullPointerException if it is null
     */
    public static <T> T required(T value, String name) {
        return Objects.requireNonNull(value, () -> name + " must not be null.");
    }

    /**
     * Returns the text.
     *
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is empty or blank
     */
    public static String notBlank(String text, String name) {
        if (required(text, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank.");
        }
        return text;
    }

    /**
     * Returns the text.
     *
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is blank, or contains a control character such as a line break
     */
    public static String printable(String text, String name) {
        if (notBlank(text, name).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " must not contain control characters.");
        }
        return text;
    }

    /**
     * Returns the key id.
     *
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is blank, begins or ends with white space, or contains a control character
     */
    public static String validKeyId(String keyId) {
        if (!printable(keyId, "keyId").equals(keyId.strip())) {
            throw new IllegalArgumentException("keyId must not begin or end with white space;"
                    + " expected exactly the id under which the provider registered the key.");
        }
        return keyId;
    }

    /**
     * Returns the optional text.
     *
     * @throws NullPointerException if the optional is null
     * @throws IllegalArgumentException if a text is present and blank
     */
    public static Optional<String> presentNotBlank(Optional<String> text, String name) {
        required(text, name).ifPresent(present -> notBlank(present, name));
        return text;
    }

    /**
     * Returns the collection.
     *
     * @throws NullPointerException if it is null or has a null element
     */
    public static <T extends Collection<?>> T withoutNulls(T elements, String name) {
        required(elements, name).forEach(element -> required(element, name));
        return elements;
    }

    /**
     * Returns the array.
     *
     * @throws NullPointerException if it is null or has a null element
     */
    public static <T> T[] withoutNulls(T[] elements, String name) {
        for (T element : required(elements, name)) {
            required(element, name);
        }
        return elements;
    }

    /**
     * Returns the duration.
     *
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static Duration positive(Duration duration, String name) {
        if (required(duration, name).isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive.");
        }
        return duration;
    }

    /**
     * Returns the duration.
     *
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is negative
     */
    public static Duration notNegative(Duration duration, String name) {
        if (required(duration, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative.");
        }
        return duration;
    }

    /**
     * Returns the number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static int notNegative(int number, String name) {
        if (number < 0) {
            throw new IllegalArgumentException(name + " must not be negative.");
        }
        return number;
    }

    /**
     * Returns the number.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static int positive(int number, String name) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be positive.");
        }
        return number;
    }
}
