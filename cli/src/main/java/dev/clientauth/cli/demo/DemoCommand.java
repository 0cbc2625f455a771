// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.shell.Explanation;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import picocli.CommandLine.Command;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests a token from a local mock of every provider, then explains a request that a real provider refused. The exit code
 * is 0 only if every token was granted and every fault was found.
 */
@Command(
        name = "demo",
        description = {
            "Show what clientauth does: request tokens from local mocks of Apple, Epic, SMART and private_key_jwt servers, then explain a request that"
                    + " Apple refused for weeks. Nothing leaves this machine.",
            ""
        },
        sortOptions = false,
        footer = {"", "Examples:", "  clientauth demo", "  clientauth demo --json"})
public final class DemoCommand extends ShellCommand {
    private static final URI SMART_ENDPOINT = URI.create("https://ehr.example.com/auth/token");
    private static final URI SERVER_ENDPOINT = URI.create("https://issuer.example.com/oauth2/token");
    private static final String EPIC_CLIENT = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
    private static final int PROVIDER_WIDTH = 24;

    /** Creates the command. */
    public DemoCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) throws IOException {
        ArrayNode providers = Output.document().putArray("providers");
        boolean areTokensGranted = requestTokens(output, providers);
        RecordedRequest refused = ForumRequest.replay();
        boolean isPassed = areTokensGranted && isExplained(refused);
        if (output.isJson()) {
            ObjectNode document = Output.document().put("outcome", isPassed ? "passed" : "failed");
            document.set("providers", providers);
            document.set("diagnosis", Explanation.json(refused.diagnosis()));
            output.json(document);
        } else {
            explain(refused, output);
            output.line("");
            output.line(
                    isPassed
                            ? output.style().good("All checks passed.")
                            : output.style().bad("Some checks failed."));
        }
        return isPassed ? GOOD : BAD;
    }

    private static boolean requestTokens(Output output, ArrayNode providers) throws IOException {
        if (!output.isJson()) {
            output.paragraph(0, "Requesting an access token from each local mock, with a new key each time:");
            output.line("");
            output.line(output.style()
                    .strong(row("PROVIDER", "ALG", "PARAMETER", "EXPIRES", "TOOK", "RESULT")
                            .stripTrailing()));
        }
        List<DemoRun> runs = new ArrayList<>();
        runs.add(DemoRun.to(AppleSchoolManager.profile(), "SCHOOLAPI.7c0c10a0", JWSAlgorithm.ES256));
        print(runs, output, providers);
        runs.add(DemoRun.to(AppleBusiness.profile(), "BUSINESSAPI.9f2d41aa", JWSAlgorithm.ES256));
        print(runs, output, providers);
        runs.add(DemoRun.to(SignInWithApple.profile(), "com.example.web", JWSAlgorithm.ES256));
        print(runs, output, providers);
        for (JWSAlgorithm algorithm :
                List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS256, JWSAlgorithm.ES384, JWSAlgorithm.ES256)) {
            runs.add(DemoRun.to(Epic.sandbox(), EPIC_CLIENT, algorithm, "system/Patient.read"));
            print(runs, output, providers);
        }
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384)) {
            runs.add(DemoRun.to(SmartBackendServices.profile(SMART_ENDPOINT), "bulk-client", algorithm, "system/*.rs"));
            print(runs, output, providers);
        }
        Profile server = PrivateKeyJwt.profile("https://issuer.example.com", SERVER_ENDPOINT);
        runs.add(DemoRun.to(server, "my-client", JWSAlgorithm.ES256));
        print(runs, output, providers);
        return runs.stream().allMatch(DemoRun::isAccepted);
    }

    /** Prints the last run. */
    private static void print(List<DemoRun> runs, Output output, ArrayNode providers) {
        DemoRun run = runs.get(runs.size() - 1);
        String parameter = run.profile().assertionParameter().parameter();
        if (output.isJson()) {
            providers
                    .addObject()
                    .put("id", run.profile().id())
                    .put("name", run.profile().name())
                    .put("algorithm", run.algorithm().getName())
                    .put("parameter", parameter)
                    .put("audience", run.audience())
                    .put("expiresInSeconds", run.tokenLifetime().toSeconds())
                    .put("tookMillis", run.elapsed().toMillis())
                    .put("accepted", run.isAccepted());
            return;
        }
        output.line(row(
                run.profile().name(),
                run.algorithm().getName(),
                parameter,
                run.tokenLifetime().toSeconds() + " s",
                run.elapsed().toMillis() + " ms",
                run.isAccepted() ? output.style().good("token") : output.style().bad("refused")));
    }

    private static String row(
            String provider, String algorithm, String parameter, String expires, String took, String result) {
        String padded = provider + " ".repeat(Math.max(0, PROVIDER_WIDTH - provider.length()));
        return String.format("%s %-6s  %-16s  %9s  %7s  %s", padded, algorithm, parameter, expires, took, result);
    }

    private static void explain(RecordedRequest refused, Output output) {
        output.line("");
        output.paragraph(
                0,
                "Apple School Manager refused this request for weeks with nothing but invalid_client (Apple Developer Forums,"
                        + " thread 818652). Sent again to the local mock:");
        output.line("");
        output.line(
                "HTTP " + refused.status() + " {\"error\":\"" + refused.error().orElse("none") + "\"}");
        output.line("");
        Explanation.print(refused.diagnosis(), output);
    }

    private static boolean isExplained(RecordedRequest refused) {
        List<String> found = refused.diagnosis().broken().stream()
                .map(Finding::rule)
                .map(rule -> rule.name())
                .sorted()
                .toList();
        return found.equals(ForumRequest.FAULTS)
                && refused.error().filter("invalid_client"::equals).isPresent();
    }
}
