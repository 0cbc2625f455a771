// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.cli.config.ClientSetup;
import dev.clientauth.cli.config.Setting;
import dev.clientauth.cli.config.Settings;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.inspect.VerificationKey;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.Redactor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a client without the network: configuration, key, algorithm and rules. */
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

    /** Checks that all required settings are set, and that no variable is misspelled. */
    List<Check> configuration() {
        List<Check> checks = new ArrayList<>();
        Settings settings = setup.settings();
        try {
            Profile profile = setup.profile();
            String clientId = settings.need(Setting.CLIENT_ID, "the client id");
            checks.add(Check.ok("configuration", profile.name() + ", client " + Redactor.text(clientId)));
        } catch (UsageException e) {
            checks.add(Check.fail("configuration", "incomplete", Redactor.text("" + e.getMessage())));
        }
        settings.unknownVariables()
                .forEach(name -> checks.add(
                        Check.warn("configuration", "unknown variable " + name, "Unset it, or correct its name.")));
        return checks;
    }

    /** Describes the key, and checks the permissions of its file. */
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
                        "key file", "other users on this machine can read or change it", "Run: chmod 600 " + file)));
        return checks;
    }

    /** Checks that the provider accepts an algorithm of the key. */
    List<Check> algorithm(SigningKey key) {
        List<JWSAlgorithm> wanted = setup.profile().algorithms();
        if (wanted.stream().anyMatch(key::supports)) {
            return List.of();
        }
        return List.of(Check.fail(
                "algorithm",
                "the key signs " + names(key.algorithms()) + ", but " + setup.profile() + " accepts " + names(wanted),
                "Use the registered key, or generate one: clientauth keys generate --alg " + wanted.get(0)));
    }

    private static String names(List<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).collect(Collectors.joining(", "));
    }

    static boolean isOpenToOthers(String file) {
        try {
            return !file.contains("-----")
                    && Files.isRegularFile(Path.of(file))
                    && Files.getPosixFilePermissions(Path.of(file)).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Not a file, or a file system without POSIX permissions: nothing to report.
            return false;
        }
    }

    /** Checks the request that would be sent now against the rules of the provider. */
    List<Check> rules() {
        try {
            ClientAuthenticator authenticator = setup.authenticator();
            return evaluated(authenticator.diagnose());
        } catch (RuleViolationException e) {
            return evaluated(e.diagnosis());
        } catch (UsageException e) {
            return List.of(Check.fail("rules", "the request could not be built", Redactor.text("" + e.getMessage())));
        }
    }

    private static List<Check> evaluated(Diagnosis diagnosis) {
        List<Check> checks = new ArrayList<>();
        for (Finding finding : diagnosis.unsafe()) {
            if (finding.verdict() instanceof Verdict.Disputed disputed) {
                String detail =
                        finding.rule().id() + ": found " + disputed.observed() + ", expected " + disputed.expected();
                checks.add(Check.fail("rules", detail, finding.rule().remedy()));
            }
        }
        for (Finding finding : diagnosis.broken()) {
            Verdict.Broken broken = (Verdict.Broken) finding.verdict();
            String detail = finding.rule().id() + ": found " + broken.observed() + ", expected " + broken.expected();
            checks.add(
                    finding.blocksRequest()
                            ? Check.fail("rules", detail, finding.rule().remedy())
                            : Check.warn("rules", detail, finding.rule().remedy()));
        }
        if (diagnosis.unsafe().isEmpty()) {
            long satisfied = diagnosis.findings().stream()
                    .filter(finding -> finding.verdict() instanceof Verdict.Satisfied)
                    .count();
            checks.add(Check.ok(
                    "rules",
                    satisfied + " rules are satisfied; " + diagnosis.unknown().size()
                            + " could not be checked without the provider"));
        }
        return checks;
    }
}
