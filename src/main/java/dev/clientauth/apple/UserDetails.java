package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.Optional;

/**
 * What Apple tells of a person once ever, in the {@code user} parameter of the first authorization. Keep it at once: no later
 * sign-in repeats the name.
 *
 * <p>It came through the browser and is not signed: take the e-mail address from {@link IdentityToken#email()} instead.
 *
 * @param firstName {@code name.firstName}
 * @param lastName {@code name.lastName}
 * @param email {@code email}
 */
public record UserDetails(Optional<String> firstName, Optional<String> lastName, Optional<String> email) {
    public UserDetails {
        Arguments.required(firstName, "firstName");
        Arguments.required(lastName, "lastName");
        Arguments.required(email, "email");
    }

    /** Nothing: these are personal data. */
    @Override
    public String toString() {
        return "UserDetails[not shown]";
    }
}
