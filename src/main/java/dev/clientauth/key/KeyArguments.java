package dev.clientauth.key;

import org.jspecify.annotations.Nullable;

/** Rejects invalid arguments of public methods at once, naming the parameter. */
final class KeyArguments {

    private KeyArguments() {}

    static <T> T required(@Nullable T value, String parameter) {
        if (value == null) {
            throw new NullPointerException(parameter + " must not be null");
        }
        return value;
    }

    static String text(@Nullable String value, String parameter) {
        String given = required(value, parameter);
        if (given.isBlank()) {
            throw new IllegalArgumentException(parameter + " must not be blank");
        }
        return given;
    }

    static String validKeyId(@Nullable String keyId) {
        String id = text(keyId, "keyId");
        if (!id.equals(id.strip()) || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("keyId must not have white space at its ends or control characters;"
                    + " expected exactly the id under which the provider registered the key");
        }
        return id;
    }
}
