package dev.clientauth.cli;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.profile.DecodedAssertion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Map;

/** Makes an assertion, or the client secret of Sign in with Apple, without sending it. */
@Command(
        name = "assertion",
        description = {
            "Make a client assertion, or the client secret of Sign in with Apple. Nothing is sent.",
            "",
            "Without --show its header and claims are printed; with --show the signed JWT, which is a secret.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth assertion --config clientauth.properties",
            "  CLIENT_SECRET=$(clientauth assertion --config apple.properties --show)"
        })
final class AssertionCommand extends ShellCommand {
    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--show", description = "Print the signed JWT itself and nothing else.")
    private boolean isShown;

    AssertionCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) {
        try {
            ClientAssertion assertion = new ClientSetup(client.settings(shell().environment()), shell().clock())
                    .authenticator()
                    .assertion();
            print(assertion, output);
            return GOOD;
        } catch (AssertionRefusedException e) {
            Explanation.notSent(e, output);
            return BAD;
        }
    }

    private void print(ClientAssertion assertion, Output output) {
        if (isShown) {
            if (output.isJson()) {
                output.json(Output.document()
                        .put("assertion", assertion.value())
                        .put("expiresAt", assertion.expiresAt().toString()));
            } else {
                output.line(assertion.value());
            }
            return;
        }
        DecodedAssertion decoded = DecodedAssertion.parse(assertion.value());
        if (output.isJson()) {
            ObjectNode document =
                    Output.document().put("expiresAt", assertion.expiresAt().toString());
            decoded.header().ifPresent(header -> document.putPOJO("header", header));
            decoded.claims().ifPresent(claims -> document.putPOJO("claims", claims));
            output.json(document);
            return;
        }
        decoded.header().ifPresent(header -> members("Header", header, output));
        decoded.claims().ifPresent(claims -> members("Claims", claims, output));
        output.line(output.ink().strong("Signature"));
        output.line("  not shown; the whole JWT is printed with --show");
        Duration life = Duration.between(shell().clock().instant(), assertion.expiresAt());
        output.line("");
        output.line("Good until " + assertion.expiresAt() + ", for " + Span.text(life) + ".");
    }

    private static void members(String title, Map<String, @Nullable Object> members, Output output) {
        output.line(output.ink().strong(title));
        members.forEach((name, value) -> output.entry("  " + name, 8, String.valueOf(value)));
    }
}
