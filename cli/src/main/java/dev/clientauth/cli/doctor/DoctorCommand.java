// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.config.ClientOptions;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.shell.Explanation;
import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.text.InstantFormat;
import dev.clientauth.profile.text.Redactor;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.util.Optional;

/** Checks a whole configuration. */
@Command(
        name = "doctor",
        description = {
            "Check a whole configuration: key, rules, endpoint, TLS, clock, JWK Set URL, and one real request.",
            "",
            "Prints one line for each check, and how to fix each problem.",
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
public final class DoctorCommand extends ShellCommand {
    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--offline", description = "Skip all checks that need the network.")
    private boolean isOffline;

    @Option(names = "--no-request", description = "Skip the real request at the end.")
    private boolean isRequestSkipped;

    private final NetworkProbe net;

    public DoctorCommand(Shell shell) {
        this(shell, new NetworkProbe());
    }

    public DoctorCommand(Shell shell, NetworkProbe net) {
        super(shell);
        this.net = net;
    }

    @Override
    protected int run(Output output) {
        ClientSetup setup = new ClientSetup(client.settings(shell().environment()), shell().clock());
        if (setup.settings().isEmpty()) {
            throw new UsageException(
                    "No client is configured. Use --config FILE, or set the provider, client id and key with"
                            + " flags or CLIENTAUTH_… variables; see clientauth doctor --help.");
        }
        ClientChecks own = new ClientChecks(setup);
        CheckList checks = new CheckList(output);
        checks.addAll(own.configuration());
        Optional<SigningKey> key = Optional.empty();
        try {
            key = Optional.of(setup.key());
            checks.addAll(own.key(key.get()));
            ring(setup).ifPresent(ring -> checks.addAll(ring.folder()));
        } catch (UsageException e) {
            checks.add(Check.fail("key", "cannot be used", Redactor.text("" + e.getMessage())));
        }
        @Nullable Diagnosis refused = null;
        if (checks.isClean() && key.isPresent()) {
            checks.addAll(own.algorithm(key.get()));
            checks.addAll(own.rules());
            refused = isOffline ? null : online(setup, key.get(), checks);
        }
        if (refused != null && !output.isJson()) {
            output.line("");
            Explanation.print(refused, output);
        }
        checks.finish(refused == null ? null : Explanation.json(refused));
        return checks.isClean() ? GOOD : BAD;
    }

    private @Nullable Diagnosis online(ClientSetup setup, SigningKey key, CheckList checks) {
        URI endpoint = setup.endpoint();
        EndpointChecks reach = new EndpointChecks(endpoint, setup.profile().issuedAtBackdate(), net, shell().clock());
        checks.addAll(reach.all());
        Optional<JWSAlgorithm> algorithm =
                setup.profile().algorithms().stream().filter(key::supports).findFirst();
        Optional<RingChecks> ring = ring(setup);
        setup.jwkSetUrl().or(setup::jwkSetUrlOfRing).ifPresent(url -> {
            checks.addAll(new JwkSetChecks(url, key, algorithm, net, shell().clock()).all());
            ring.ifPresent(each -> checks.addAll(each.published(url, net)));
        });
        if (isRequestSkipped) {
            return null;
        }
        if (!reach.isReached()) {
            checks.add(Check.skipped("request", "not sent, because no safe connection to the endpoint was possible"));
            return null;
        }
        return request(setup, checks);
    }

    private Optional<RingChecks> ring(ClientSetup setup) {
        return setup.ring().map(ring -> new RingChecks(ring, setup.keyFolder(), shell().clock()));
    }

    private @Nullable Diagnosis request(ClientSetup setup, CheckList checks) {
        try {
            AccessToken token = setup.authenticator().request(setup.grant()).accessToken();
            checks.add(Check.ok(
                    "request",
                    "accepted: " + token.type() + " token, "
                            + token.scope()
                                    .map(scope -> "scope " + scope + ", ")
                                    .orElse("") + "expires at "
                            + InstantFormat.of(token.expiresAt())));
        } catch (TokenRefusedException e) {
            checks.add(Check.fail("request", "refused: HTTP " + e.status() + ", " + e.error(), "See below."));
            return e.diagnosis();
        } catch (RuleViolationException | UsageException e) {
            checks.add(Check.skipped("request", "not sent, because of the failed checks above"));
        } catch (TokenTransportException e) {
            checks.add(Check.fail("request", Redactor.text("" + e.getMessage()), "Try again later."));
        }
        return null;
    }
}
