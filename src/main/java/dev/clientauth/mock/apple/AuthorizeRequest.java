package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.Attempt;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A request to let somebody sign in, found in order.
 *
 * @param client who asks
 * @param redirectUri where the answer goes
 * @param withIdentityToken whether an identity token is wanted beside the code
 * @param mode how the answer goes there
 * @param scopes what is asked of the person
 * @param state what the answer repeats
 * @param nonce what identity tokens repeat
 */
public record AuthorizeRequest(
        AppleClient client,
        URI redirectUri,
        boolean withIdentityToken,
        ResponseMode mode,
        Set<String> scopes,
        Optional<String> state,
        Optional<String> nonce) {

    /** How an answer goes back. */
    enum ResponseMode {
        QUERY,
        FRAGMENT,
        FORM_POST
    }

    /** What an attempt that broke no rule asks for; nothing where its parameters could not be read at all. */
    static Optional<AuthorizeRequest> of(Attempt attempt, AppleClients clients) {
        boolean withIdentityToken = RequestClaims.words(
                        attempt.parameter("response_type").orElse(""))
                .contains("id_token");
        String mode = attempt.parameter("response_mode").orElse(withIdentityToken ? "fragment" : "query");
        return attempt.parameter("client_id")
                .flatMap(clients::find)
                .flatMap(client -> client.redirectUri(
                                attempt.parameter("redirect_uri").orElse(""))
                        .map(uri -> new AuthorizeRequest(
                                client,
                                uri,
                                withIdentityToken,
                                switch (mode) {
                                    case "form_post" -> ResponseMode.FORM_POST;
                                    case "fragment" -> ResponseMode.FRAGMENT;
                                    default -> ResponseMode.QUERY;
                                },
                                RequestClaims.words(attempt.parameter("scope").orElse("")),
                                attempt.parameter("state"),
                                attempt.parameter("nonce"))));
    }

    /** About how many characters it has that the client chose. */
    long size() {
        return state.orElse("").length()
                + nonce.orElse("").length()
                + scopes.stream().mapToLong(String::length).sum();
    }

    @Override
    public String toString() {
        return "AuthorizeRequest[" + client.id() + "]";
    }
}
