package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.VerificationKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be said of a client on this machine alone. */
final class ClientChecks {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final ClientSetup setup;

    ClientChecks(ClientSetup setup) {
        this.setup = setup;
    }

    /** Whether all is set that the provider needs, and nothing that nobody reads. */
    List<Check> configuration() {
        List<Check> checks = new ArrayList<>();
        Settings settings = setup.settings();
        try {
            Profile profile = setup.profile();
            String clientId = settings.need(Setting.CLIENT_ID, "the client id");
            checks.add(Check.ok("configuration", profile.name() + ", client " + Discreet.message(clientId)));
        } catch (UsageException e) {
            checks.add(Check.fail("configuration", "incomplete", Discreet.message("" + e.getMessage())));
        }
        settings.unknownVariables()
                .forEach(name -> checks.add(Check.warn(
                        "configuration", "nobody reads the variable " + name, "Unset it, or correct its name.")));
        return checks;
    }

    /** What the key is, and whether it is kept safe. */
    List<Check> key(SigningKey key) {
        List<Check> checks = new ArrayList<>();
        VerificationKey half =
                VerificationKey.parse(key.publicJwk().toJSONString()).get(0);
        String sha1 = key.certificateSha1()
                .map(fingerprint -> ", certificate SHA-1 " + fingerprint)
                .orElse("");
        checks.add(Check.ok(
                "key",
                half.description() + ", key id " + key.keyId().orElse("none") + ", thumbprint " + key.thumbprint()
                        + sha1));
        setup.settings()
                .get(Setting.KEY)
                .filter(ClientChecks::isOpenToOthers)
                .ifPresent(file -> checks.add(Check.warn(
                        "key file", "others on this machine can read or change it", "Run: chmod 600 " + file)));
        return checks;
    }

    /** Whether the provider takes what the key signs. */
    List<Check> algorithm(SigningKey key) {
        List<JWSAlgorithm> wanted = setup.profile().algorithms();
        if (wanted.stream().anyMatch(key::supports)) {
            return List.of();
        }
        return List.of(Check.fail(
                "algorithm",
                "the key signs " + names(key.algorithms()) + ", but " + setup.profile() + " takes " + names(wanted),
                "Use the key that is registered there, or make one: clientauth keys generate --alg " + wanted.get(0)));
    }

    private static String names(List<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).collect(Collectors.joining(", "));
    }

    private static boolean isOpenToOthers(String file) {
        try {
            return !file.contains("-----")
                    && Files.exists(Path.of(file))
                    && Files.getPosixFilePermissions(Path.of(file)).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Not a file, or a file system without such permissions: nothing to say.
            return false;
        }
    }

    /** What the provider's rules say of the request that would be sent now. */
    List<Check> rules() {
        try {
            ClientAuthenticator authenticator = setup.authenticator();
            return judged(authenticator.diagnose());
        } catch (AssertionRefusedException e) {
            return judged(e.diagnosis());
        } catch (UsageException e) {
            return List.of(Check.fail("rules", "no request can be made", Discreet.message("" + e.getMessage())));
        }
    }

    private static List<Check> judged(Diagnosis diagnosis) {
        List<Check> checks = new ArrayList<>();
        for (Finding finding : diagnosis.broken()) {
            Verdict.Broken broken = (Verdict.Broken) finding.verdict();
            String detail =
                    finding.rule().id() + ": " + broken.observed() + " where " + broken.expected() + " is expected";
            checks.add(
                    finding.isFatal()
                            ? Check.fail("rules", detail, finding.rule().remedy())
                            : Check.warn("rules", detail, finding.rule().remedy()));
        }
        if (diagnosis.fatal().isEmpty()) {
            long holding = diagnosis.findings().stream()
                    .filter(finding -> finding.verdict() instanceof Verdict.Holds)
                    .count();
            checks.add(Check.ok(
                    "rules",
                    holding + " hold for the request that would be sent; "
                            + diagnosis.undecided().size() + " only the provider can judge"));
        }
        return checks;
    }
}
