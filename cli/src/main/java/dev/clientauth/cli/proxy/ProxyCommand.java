// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.proxy;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.cli.config.ClientOptions;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.config.Settings;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.ShutdownHook;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.SignInWithApple;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Forwards requests of scripts to one API, with the access token of one client. */
@Command(
        name = "proxy",
        description = {
            "Let scripts in any language call an API: forward their requests from this machine to the API, with an access"
                    + " token that is requested and refreshed as needed.",
            "",
            "The address contains a secret, new at each start: anyone who knows it can use the API as this client. Only this machine "
                    + "can connect, and requests from web pages are refused. Only the API can be reached, and "
                    + "an Authorization header from the script is not forwarded. After a 401, the request is sent once more with a new token;"
                    + " a 429 is passed on.",
            "",
            "Links in Location headers are rewritten; links in a body are not: replace the API's URL in them with "
                    + "the address of the proxy.",
            "",
            "Runs until Ctrl-C or SIGTERM.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth proxy --config school.properties",
            "  curl http://127.0.0.1:8124/…/v1/orgDevices    # in another terminal",
            "  clientauth proxy --config epic.properties \\",
            "      --api https://fhir.example.org/api/FHIR/R4"
        })
public final class ProxyCommand extends ShellCommand {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MAX_PORT = 65_535;
    private static final Map<String, URI> APIS = Map.of(
            AppleSchoolManager.profile().id(), URI.create("https://api-school.apple.com"),
            AppleBusiness.profile().id(), URI.create("https://api-business.apple.com"));

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(
            names = "--api",
            paramLabel = "URL",
            description =
                    "The base URL of the API; by default CLIENTAUTH_FHIR_BASE or CLIENTAUTH_API_BASE, or Apple's.")
    private @Nullable String api;

    @Option(names = "--port", paramLabel = "N", description = "The port; by default 8124. Use 0 for any free port.")
    private int port = 8124;

    public ProxyCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        if (port < 0 || port > MAX_PORT) {
            throw new UsageException("--port must be from 0 to " + MAX_PORT + ", but is " + port + ".");
        }
        ClientSetup setup = new ClientSetup(client.settings(shell().environment()), shell().clock());
        URI base = api(setup);
        ClientAuthenticator authenticator = setup.authenticator();
        try (ApiProxy proxy = start(authenticator, base);
                ShutdownHook hook = ShutdownHook.of(() -> {
                    proxy.stop();
                    Runtime.getRuntime().halt(GOOD);
                })) {
            print(proxy, base, output);
            while (!hook.isRunning()) {
                shell().sleeper().sleep(DAY);
            }
        } catch (InterruptedException e) {
            return GOOD;
        }
        return GOOD;
    }

    private URI api(ClientSetup setup) {
        if (api != null) {
            return ClientSetup.url(api, "--api");
        }
        Optional<String> variable = Stream.of(Settings.FHIR_BASE, Settings.API_BASE)
                .filter(name -> !shell().environment().getOrDefault(name, "").isBlank())
                .findFirst();
        if (variable.isPresent()) {
            return ClientSetup.url(shell().environment().getOrDefault(variable.get(), ""), variable.get());
        }
        String provider = setup.profile().id();
        if (provider.equals(SignInWithApple.profile().id())) {
            throw new UsageException("Sign in with Apple has no API that a client calls with its own access token.");
        }
        return Optional.ofNullable(APIS.get(provider))
                .orElseThrow(() -> new UsageException(
                        "The base URL of the API is required, such as --api https://fhir.example.org/api/FHIR/R4."));
    }

    private ApiProxy start(ClientAuthenticator authenticator, URI base) {
        try {
            return ApiProxy.start(authenticator, base, port, shell().err());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--api: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UsageException(
                    "Could not listen on 127.0.0.1, port " + port + ": " + e.getMessage()
                            + ". Choose another --port, or 0 for any free port.",
                    e);
        }
    }

    private static void print(ApiProxy proxy, URI base, Output output) {
        if (output.isJson()) {
            output.jsonLine(Output.document().put("url", proxy.url()).put("api", base.toString()));
        } else {
            output.line("Requests to " + output.style().strong(proxy.url()) + " are sent to " + base + ". Try:");
            output.line("");
            output.line("curl " + proxy.url() + "/" + example(base));
            output.line("");
            output.line(output.style().faint("Press Ctrl-C to stop."));
        }
    }

    private static String example(URI base) {
        return APIS.containsValue(base) ? "v1/orgDevices" : "…";
    }
}
