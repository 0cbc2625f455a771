// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.cli.config.KeyFiles;
import dev.clientauth.cli.config.KeySource;
import dev.clientauth.cli.shell.AnsiStyle;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.inspect.VerificationKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;

/** Checks whether two keys belong together. */
@Command(
        name = "match",
        description = {
            "Check whether a private key matches a public key, a certificate or a key of a JWK Set. Exit code 1 if not.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth keys match epic.pem certificate.pem",
            "  clientauth keys match epic.pem jwks.json"
        })
final class KeysMatchCommand extends ShellCommand {
    private static final int NAME_WIDTH = 13;

    @Parameters(index = "0", paramLabel = "PRIVATE", description = "The private key.")
    private String privateKey = "";

    @Parameters(
            index = "1",
            paramLabel = "OTHER",
            description = "A public key, certificate, JWK, JWK Set, or private key.")
    private String other = "";

    KeysMatchCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        char[] password = KeyFiles.password(shell().environment());
        SigningKey ours = KeySource.loaded(privateKey, password, null);
        List<VerificationKey> theirs = KeyFiles.read(other, password).usableKeys();
        Optional<VerificationKey> match = theirs.stream()
                .filter(key -> key.thumbprint().equals(ours.thumbprint()))
                .findFirst();
        if (output.isJson()) {
            json(ours, theirs, match.isPresent(), output);
        } else {
            print(ours, theirs, match, output);
        }
        return match.isPresent() ? GOOD : BAD;
    }

    private void print(SigningKey ours, List<VerificationKey> theirs, Optional<VerificationKey> match, Output output) {
        AnsiStyle style = output.style();
        output.line(
                match.isPresent()
                        ? style.good("The keys match.")
                        : style.bad("The keys do not match.") + " The provider cannot verify what this key signs.");
        output.line("");
        output.line(style.strong(privateKey));
        output.entry("  thumbprint", NAME_WIDTH, ours.thumbprint());
        ours.keyId().ifPresent(id -> output.entry("  key id", NAME_WIDTH, id));
        output.line(style.strong(other));
        for (VerificationKey key : theirs) {
            output.entry("  thumbprint", NAME_WIDTH, key.thumbprint() + ", " + key.form() + ", " + key.description());
            key.keyId().ifPresent(id -> output.entry("  key id", NAME_WIDTH, id));
            key.certificateSha1().ifPresent(sha1 -> output.entry("  SHA-1", NAME_WIDTH, sha1));
        }
    }

    private static void json(SigningKey ours, List<VerificationKey> theirs, boolean isMatch, Output output) {
        ObjectNode document = Output.document().put("match", isMatch).put("thumbprint", ours.thumbprint());
        var others = document.putArray("others");
        theirs.forEach(key -> others.addObject()
                .put("form", key.form())
                .put("kid", key.keyId().orElse(null))
                .put("thumbprint", key.thumbprint())
                .put("certificateSha1", key.certificateSha1().orElse(null)));
        output.json(document);
    }
}
