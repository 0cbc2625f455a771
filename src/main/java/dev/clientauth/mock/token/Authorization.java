package dev.clientauth.mock.token;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;

/**
 * What a person allowed a client.
 *
 * @param clientId the client
 * @param redirectUri where the code went; none for a native app
 * @param subject the person, as the client knows them
 * @param claims what every identity token about it says
 * @param firstClaims what only the identity token of the code's exchange says besides
 */
public record Authorization(
        String clientId,
        @Nullable URI redirectUri,
        String subject,
        Map<String, Object> claims,
        Map<String, Object> firstClaims) {

    public boolean isOf(String client, String person) {
        return clientId.equals(client) && subject.equals(person);
    }

    /** About how many characters it has. */
    long size() {
        return (long) clientId.length()
                + subject.length()
                + claims.toString().length()
                + firstClaims.toString().length();
    }

    /** The client only. */
    @Override
    public String toString() {
        return "Authorization[" + clientId + "]";
    }
}
