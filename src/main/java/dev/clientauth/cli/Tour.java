package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The main job, shown on the embedded mock: a token from every provider, and the diagnosis of a request that was
 * refused for weeks. The exit code is 0 only if all of it held.
 */
public final class Tour {
    private static final String ROW = "%-24s %-6s %-17s %-68s %7s %9s  %s%n";

    private final PrintStream out;

    private Tour(PrintStream out) {
        this.out = out;
    }

    /** Runs the tour; takes no arguments. */
    public static void main(String[] args) throws IOException {
        if (!new Tour(System.out).holds()) {
            System.exit(1);
        }
    }

    private boolean holds() throws IOException {
        boolean visits = visits();
        boolean replay = replay();
        out.println();
        out.println(visits && replay ? "All of it held." : "Something did not hold.");
        return visits && replay;
    }

    private boolean visits() throws IOException {
        URI smart = URI.create("https://ehr.example.com/auth/token");
        URI server = URI.create("https://issuer.example.com/oauth2/token");
        Profile anyServer = PrivateKeyJwt.profile("https://issuer.example.com", server);
        String epicClient = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
        out.printf(ROW, "PROVIDER (on loopback)", "ALG", "PLACEMENT", "AUDIENCE", "LIFE", "TIME", "");
        List<Visit> visits = new ArrayList<>();
        visits.add(shown(Visit.to(AppleSchoolManager.profile(), "SCHOOLAPI.7c0c10a0", JWSAlgorithm.ES256)));
        visits.add(shown(Visit.to(AppleBusiness.profile(), "BUSINESSAPI.9f2d41aa", JWSAlgorithm.ES256)));
        visits.add(shown(Visit.to(SignInWithApple.profile(), "com.example.web", JWSAlgorithm.ES256)));
        for (JWSAlgorithm algorithm :
                List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS256, JWSAlgorithm.ES384, JWSAlgorithm.ES256)) {
            visits.add(shown(Visit.to(Epic.sandbox(), epicClient, algorithm, "system/Patient.read")));
        }
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384)) {
            visits.add(shown(Visit.to(SmartBackendServices.profile(smart), "bulk-client", algorithm, "system/*.rs")));
        }
        visits.add(shown(Visit.to(anyServer, "my-client", JWSAlgorithm.ES256)));
        return visits.stream().allMatch(Visit::accepted);
    }

    private Visit shown(Visit visit) {
        out.printf(
                ROW,
                visit.profile().name(),
                visit.algorithm().getName(),
                visit.profile().placement().parameter(),
                visit.audience(),
                visit.tokenLife().toSeconds() + " s",
                visit.taken().toMillis() + " ms",
                visit.accepted() ? "token" : "REFUSED");
        return visit;
    }

    private boolean replay() throws IOException {
        RecordedRequest received = ForumRequest.replay();
        out.println();
        out.println("A School Manager request that was refused for weeks (Apple Developer Forums 818652), sent again.");
        out.println("Answer: HTTP " + received.status() + " {\"error\":\""
                + received.error().orElse("none") + "\"}");
        out.println(received.diagnosis());
        List<String> found = received.diagnosis().broken().stream()
                .map(Finding::rule)
                .map(rule -> rule.name())
                .sorted()
                .toList();
        return found.equals(ForumRequest.FAULTS)
                && received.error().filter("invalid_client"::equals).isPresent();
    }
}
