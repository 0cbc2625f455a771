// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.config.KeyFiles;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.Wrapped;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.format.PrivateKeyFile;
import dev.clientauth.key.inspect.InspectedKey;
import dev.clientauth.key.inspect.KeyInspection;
import dev.clientauth.key.inspect.VerificationKey;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.InstantFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** Describes a key file. */
@Command(
        name = "inspect",
        description = {
            "Describe a key file: format, type, size, thumbprint, key id. Nothing private is printed.",
            "",
            "Reads private and public keys, certificates, JWKs and JWK Sets. The password of an encrypted key comes"
                    + " from CLIENTAUTH_KEY_PASSWORD.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth keys inspect AuthKey_ABC123DEFG.p8",
            "  clientauth keys inspect jwks.json --json"
        })
final class KeysInspectCommand extends ShellCommand {
    private static final int NAME_WIDTH = 14;
    private static final String EXPOSED =
            "Users other than the owner can read or replace this file. Set its mode to 0600: chmod 600 FILE. If others use"
                    + " this machine, the key is compromised: revoke it and generate a new one.";

    @Parameters(paramLabel = "FILE", description = "The key file.")
    private String file = "";

    KeysInspectCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) throws IOException {
        KeyInspection inspection;
        try {
            inspection = KeyFiles.read(file, KeyFiles.password(shell().environment()));
        } catch (KeyFormatException e) {
            refused(e, output);
            return BAD;
        }
        if (output.isJson()) {
            ObjectNode document = Output.document().put("file", file);
            ArrayNode array = document.putArray("keys");
            inspection.keys().forEach(key -> array.add(json(key)));
            if (isExposed(inspection)) {
                document.put("warning", EXPOSED);
            }
            output.json(document);
        } else {
            for (int i = 0; i < inspection.keys().size(); i++) {
                if (i > 0) {
                    output.line("");
                }
                print(inspection.keys().get(i), output);
            }
            if (isExposed(inspection)) {
                output.entry("note", NAME_WIDTH, EXPOSED);
            }
        }
        return GOOD;
    }

    private boolean isExposed(KeyInspection inspection) throws IOException {
        boolean isPrivate = inspection.usableKeys().stream()
                .anyMatch(
                        key -> key.form().contains("private key") || key.form().equals("a private JWK"));
        return isPrivate && PrivateKeyFile.isExposed(Path.of(file));
    }

    private void refused(KeyFormatException e, Output output) {
        if (output.isJson()) {
            output.json(Output.document()
                    .put("file", file)
                    .put("found", e.found())
                    .put("expected", e.expected())
                    .put("remedy", KeyFiles.remedy(e)));
        } else {
            output.line(output.style().bad("Not usable: ") + file);
            output.entry("found", NAME_WIDTH, e.found());
            output.entry("expected", NAME_WIDTH, e.expected().replaceFirst(",$", ""));
            output.entry("what to do", NAME_WIDTH, KeyFiles.remedy(e));
        }
    }

    private void print(InspectedKey inspected, Output output) {
        inspected.key().ifPresent(key -> print(key, output));
        inspected.refusal().ifPresent(refusal -> {
            output.line(output.style().bad("Not usable: ") + refusal.found());
            output.entry(
                    "key id",
                    NAME_WIDTH,
                    inspected.keyId().map(Wrapped::printable).orElse("none"));
            output.entry("what to do", NAME_WIDTH, refusal.remedy());
        });
    }

    private void print(VerificationKey key, Output output) {
        output.line(output.style().strong(key.description()) + ", " + key.form());
        output.entry("signs", NAME_WIDTH, algorithms(key));
        output.entry("key id", NAME_WIDTH, key.keyId().orElse("not in the file or its name; set it with --key-id"));
        output.entry("thumbprint", NAME_WIDTH, key.thumbprint() + " (RFC 7638, SHA-256)");
        key.certificateSha1()
                .ifPresent(sha1 ->
                        output.entry("fingerprint", NAME_WIDTH, sha1 + " (certificate, SHA-1, as Epic shows it)"));
        key.certificate().ifPresent(certificate -> output.entry("certificate", NAME_WIDTH, validity(certificate)));
        key.notes().forEach(note -> output.entry("note", NAME_WIDTH, note.problem() + ". " + note.remedy()));
    }

    private String validity(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration left = Duration.between(shell().clock().instant(), end);
        return (left.isNegative() ? "expired " : "expires ")
                + InstantFormat.of(end)
                + (left.isNegative() ? ", " + DurationFormat.of(left) + " ago" : ", in " + DurationFormat.of(left));
    }

    private static String algorithms(VerificationKey key) {
        return key.algorithms().stream().map(JWSAlgorithm::getName).collect(Collectors.joining(", "));
    }

    private static ObjectNode json(InspectedKey inspected) {
        ObjectNode node = Output.document();
        node.remove("version");
        inspected.key().ifPresent(key -> json(key, node));
        inspected
                .refusal()
                .ifPresent(refusal -> node.put("kid", inspected.keyId().orElse(null))
                        .put("found", refusal.found())
                        .put("expected", refusal.expected())
                        .put("remedy", refusal.remedy()));
        return node;
    }

    private static void json(VerificationKey key, ObjectNode node) {
        node.put("form", key.form())
                .put("type", key.description())
                .put("kid", key.keyId().orElse(null))
                .put("thumbprint", key.thumbprint())
                .put("certificateSha1", key.certificateSha1().orElse(null));
        key.algorithms().forEach(algorithm -> node.withArray("algorithms").add(algorithm.getName()));
        key.notes()
                .forEach(note -> node.withArray("notes")
                        .addObject()
                        .put("problem", note.problem())
                        .put("remedy", note.remedy()));
        node.set("jwk", Output.read(key.jwk().toJSONString()));
    }
}
