package dev.clientauth.apple;

import java.util.regex.Pattern;

/** The form of a Services ID or bundle id. */
final class ClientIds {
    private static final Pattern WITH_TEAM = Pattern.compile("[A-Z0-9]{10}\\..+");

    private ClientIds() {}

    /**
     * Checks one.
     *
     * @throws IllegalArgumentException if Apple does not know such an id
     */
    static void check(String clientId) {
        if (clientId.isBlank() || !clientId.equals(clientId.strip())) {
            throw new IllegalArgumentException("The client id is "
                    + (clientId.isBlank() ? "empty" : "surrounded by white space")
                    + "; expected a Services ID or a bundle id, as in com.example.web.");
        }
        if (WITH_TEAM.matcher(clientId).matches()) {
            throw new IllegalArgumentException("The client id " + clientId + " begins with a Team ID; Apple wants it"
                    + " without. Drop the ten characters and the dot after them.");
        }
    }
}
