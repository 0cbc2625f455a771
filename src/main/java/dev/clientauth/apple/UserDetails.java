package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.util.Optional;

/**
 * The user's details, which Apple sends only once, in the {@code user} parameter of the first authorization. Store them at
 * once: no later sign-in repeats the name.
 *
 * <p>They are sent through the browser and are not signed: use the email address of {@link IdentityToken#email()} instead.
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

    /** Returns no values, because these are personal data. */
    @Override
    public String toString() {
        return "UserDetails[not shown]";
    }
}
