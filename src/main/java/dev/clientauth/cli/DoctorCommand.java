package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.util.Optional;

/** Looks over a whole configuration. */
@Command(
        name = "doctor",
        description = {
            "Check a whole configuration: key, rules, endpoint, TLS, clock, JWK Set URL, and one real request.",
            "",
            "One line for each check, and what to do where something is wrong.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth doctor --config clientauth.properties",
            "  clientauth doctor --config clientauth.properties --offline",
            "  clientauth doctor -p epic --client-id … -k epic.pem --key-id … --no-request"
        })
final class DoctorCommand extends ShellCommand {
    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--offline", description = "Skip everything that needs the network.")
    private boolean isOffline;

    @Option(names = "--no-request", description = "Skip the real request at the end.")
    private boolean isWithoutRequest;

    private final Net net;

    DoctorCommand(Shell shell) {
        this(shell, new Net());
    }

    DoctorCommand(Shell shell, Net net) {
        super(shell);
        this.net = net;
    }

    @Override
    int run(Output output) {
        ClientSetup setup = new ClientSetup(client.settings(shell().environment()), shell().clock());
        ClientChecks own = new ClientChecks(setup);
        Checkup checkup = new Checkup(output);
        checkup.addAll(own.configuration());
        Optional<SigningKey> key = Optional.empty();
        try {
            key = Optional.of(setup.key());
            checkup.addAll(own.key(key.get()));
        } catch (UsageException e) {
            checkup.add(Check.fail("key", "cannot be used", Discreet.message("" + e.getMessage())));
        }
        @Nullable Diagnosis refused = null;
        if (checkup.isClean() && key.isPresent()) {
            checkup.addAll(own.algorithm(key.get()));
            checkup.addAll(own.rules());
            refused = isOffline ? null : online(setup, key.get(), checkup);
        }
        if (refused != null && !output.isJson()) {
            output.line("");
            Explanation.print(refused, output);
        }
        checkup.finish(refused == null ? null : Explanation.json(refused));
        return checkup.isClean() ? GOOD : BAD;
    }

    private @Nullable Diagnosis online(ClientSetup setup, SigningKey key, Checkup checkup) {
        URI endpoint = setup.endpoint();
        EndpointChecks reach = new EndpointChecks(endpoint, setup.profile().setBack(), net, shell().clock());
        checkup.addAll(reach.all());
        Optional<JWSAlgorithm> algorithm =
                setup.profile().algorithms().stream().filter(key::supports).findFirst();
        setup.jwkSetUrl()
                .ifPresent(url -> checkup.addAll(new JwkSetChecks(url, key, algorithm, net, shell().clock()).all()));
        if (isWithoutRequest) {
            return null;
        }
        if (!reach.isReached()) {
            checkup.add(Check.skipped("request", "not sent, because the endpoint was not reached safely"));
            return null;
        }
        return request(setup, checkup);
    }

    private @Nullable Diagnosis request(ClientSetup setup, Checkup checkup) {
        try {
            AccessToken token =
                    setup.authenticator().request(Grant.clientCredentials()).accessToken();
            checkup.add(Check.ok(
                    "request",
                    "accepted: " + token.type() + " token, "
                            + token.scope()
                                    .map(scope -> "scope " + scope + ", ")
                                    .orElse("") + "until "
                            + token.expiresAt()));
        } catch (TokenRefusedException e) {
            checkup.add(Check.fail("request", "refused: HTTP " + e.status() + ", " + e.error(), "See below."));
            return e.diagnosis();
        } catch (AssertionRefusedException | UsageException e) {
            checkup.add(Check.skipped("request", "not sent, because of what is wrong above"));
        } catch (TokenTransportException e) {
            checkup.add(Check.fail("request", Discreet.message("" + e.getMessage()), "Try again later."));
        }
        return null;
    }
}
