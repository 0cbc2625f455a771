// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.config.NewKey;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.SigningKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Locale;

/** Generates a key pair. */
@Command(
        name = "generate",
        description = {
            "Generate a key pair. The private key is written to a new file that only you can read; the public key is"
                    + " printed.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth keys generate --alg ES256 --out school.pem",
            "  clientauth keys generate --alg RS384 --kid epic-2026-11 --out epic.pem"
        })
final class KeysGenerateCommand extends ShellCommand {
    private static final int NAME_WIDTH = 12;

    @Option(
            names = "--alg",
            required = true,
            paramLabel = "ALG",
            description = "The signing algorithm: ES256, ES384, ES512, RS256, RS384, …")
    private String algorithm = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file for the private key, as PKCS #8 PEM.")
    private String out = "";

    @Option(
            names = "--bits",
            paramLabel = "BITS",
            description = "The size of an RSA key in bits: 2048 (default), 3072 or 4096.")
    private int bits = NewKey.RSA_BITS;

    @Option(
            names = {"--kid", "--key-id"},
            paramLabel = "ID",
            description = "The key id; by default the thumbprint.")
    private @Nullable String keyId;

    @Option(names = "--force", description = "Replace an existing file. Its key is lost.")
    private boolean isForced;

    KeysGenerateCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) throws IOException {
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm.toUpperCase(Locale.ROOT));
        Path file = FileArguments.path(out);
        KeyPair pair = NewKey.pair(alg, bits);
        SigningKey unnamed =
                SigningKey.of(pair.getPrivate(), pair.getPublic(), "unnamed").withAlgorithm(alg);
        SigningKey key = unnamed.withKeyId(keyId != null ? keyId : unnamed.thumbprint());
        try {
            NewKey.write(pair.getPrivate(), file, isForced);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(
                    file
                            + " already exists; nothing was written. Choose another name, or use --force to replace its key.",
                    e);
        }
        if (output.isJson()) {
            ObjectNode document = Output.document()
                    .put("file", file.toString())
                    .put("kid", key.keyId().orElseThrow())
                    .put("thumbprint", key.thumbprint());
            document.set("jwk", Output.read(key.publicJwk().toJSONString()));
            output.json(document);
        } else {
            output.entry("private key", NAME_WIDTH, file + ", readable only by you");
            output.entry("kid", NAME_WIDTH, key.keyId().orElseThrow());
            output.entry("thumbprint", NAME_WIDTH, key.thumbprint());
            output.line(output.style().faint("public JWK"));
            output.line(key.publicJwk().toJSONString());
        }
        return GOOD;
    }
}
