package dev.clientauth.cli;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;

/** Gets one access token. */
@Command(
        name = "token",
        description = {"Get an access token (client_credentials), and say why if it is refused.", ""},
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth token --config clientauth.properties",
            "  curl -H \"Authorization: Bearer $(clientauth token --show)\" https://…",
            "  clientauth token -p epic --client-id … -k epic.pem --key-id … --scope …"
        })
final class TokenCommand extends ShellCommand {
    private static final int NAMES = 9;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--show", description = "Print the token itself and nothing else.")
    private boolean isShown;

    TokenCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) {
        try {
            ClientAuthenticator authenticator =
                    new ClientSetup(client.settings(shell().environment()), shell().clock()).authenticator();
            print(authenticator.request(Grant.clientCredentials()).accessToken(), output);
            return GOOD;
        } catch (TokenRefusedException e) {
            Explanation.refused(e, output);
        } catch (AssertionRefusedException e) {
            Explanation.notSent(e, output);
        }
        return BAD;
    }

    private void print(AccessToken token, Output output) {
        Duration life = Duration.between(shell().clock().instant(), token.expiresAt());
        if (output.isJson()) {
            ObjectNode document = Output.document()
                    .put("type", token.type())
                    .put("scope", token.scope().orElse(null))
                    .put("issuedAt", token.issuedAt().toString())
                    .put("expiresAt", token.expiresAt().toString())
                    .put("expiresInSeconds", life.toSeconds());
            if (isShown) {
                document.put("accessToken", token.value());
            }
            output.json(document);
        } else if (isShown) {
            output.line(token.value());
        } else {
            output.line(output.ink().good("Accepted.") + " The token itself is printed with --show.");
            output.entry("type", NAMES, token.type());
            token.scope().ifPresent(scope -> output.entry("scope", NAMES, scope));
            output.entry("expires", NAMES, token.expiresAt() + ", in " + Span.text(life));
        }
    }
}
