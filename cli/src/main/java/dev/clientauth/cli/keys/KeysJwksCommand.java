// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.cli.config.KeyFiles;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.cli.shell.Wrapped;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.format.PrivateKeyFile;
import dev.clientauth.key.inspect.InspectedKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Prints a JWK Set to publish. */
@Command(
        name = "jwks",
        description = {
            "Print a JWK Set of the public keys of key files, ready to publish. It contains nothing private.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth keys jwks epic.pem --kid epic-2026-11 > jwks.json",
            "  clientauth keys jwks old.pem new.pem --kid epic-2025 --kid epic-2026",
            "  clientauth keys jwks epic.pem --out jwks.json"
        })
final class KeysJwksCommand extends ShellCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Key files in any format.")
    private List<String> files = List.of();

    @Option(
            names = {"--kid", "--key-id"},
            paramLabel = "ID",
            description = "The key id, once for each file, in order; by default the key's own id or its thumbprint.")
    private @Nullable List<String> keyIds;

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file instead, atomically.")
    private @Nullable String out;

    KeysJwksCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) throws IOException {
        if (keyIds != null && keyIds.size() != files.size()) {
            throw new UsageException(files.size() + " files but " + keyIds.size()
                    + " key ids. Use --kid once for each file," + " in order, or not at all.");
        }
        List<JWK> keys = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            List<InspectedKey> read = KeyFiles.read(files.get(i), KeyFiles.password(shell().environment()))
                    .keys();
            String keyId = keyIds == null ? null : keyIds.get(i);
            if (keyId != null && read.size() > 1) {
                throw new UsageException(
                        files.get(i) + " has " + read.size() + " keys, so one --kid cannot name it. Remove --kid.");
            }
            for (InspectedKey key : read) {
                keys.add(published(key, keyId, files.get(i)));
            }
        }
        requireDistinct(keys);
        String json = Wrapped.printableJson(new JWKSet(keys).toString(true));
        if (out == null) {
            output.line(json);
        } else {
            Path file = FileArguments.path(out);
            PrivateKeyFile.replacePublic(file, (json + "\n").getBytes(UTF_8));
            output.line("Wrote " + keys.size() + (keys.size() == 1 ? " key to " : " keys to ") + file);
        }
        return GOOD;
    }

    /** Returns the public key with its key id. A key that cannot sign assertions stays in the set unchanged, so that none is lost. */
    private static JWK published(InspectedKey key, @Nullable String keyId, String file) {
        if (key.key().isPresent()) {
            return KeyFiles.named(key.key().get(), keyId);
        }
        return key.publicJwk()
                .orElseThrow(() -> new UsageException(file + ": the key "
                        + key.keyId().map(Wrapped::printable).orElse("without kid")
                        + " cannot be published, because it is "
                        + key.refusal().map(KeyFormatException::found).orElse("not a key") + ". "
                        + key.refusal().map(KeyFormatException::remedy).orElse("")));
    }

    private static void requireDistinct(List<JWK> keys) {
        Set<String> keyIds = new HashSet<>();
        for (JWK key : keys) {
            if (key.getKeyID() != null && !keyIds.add(key.getKeyID())) {
                throw new UsageException("Two keys have the key id " + Wrapped.printable(key.getKeyID())
                        + ". Give each key its own id with --kid once for each file.");
            }
        }
    }
}
