package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.SigningKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Locale;

/** Makes a key pair. */
@Command(
        name = "generate",
        description = {
            "Make a key pair. The private key goes into a new file that only you can read; the public key is printed.",
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
    private static final int NAMES = 12;

    @Option(names = "--alg", required = true, paramLabel = "ALG", description = "ES256, ES384, ES512, RS256, RS384, …")
    private String algorithm = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the private key goes, as PKCS#8 PEM.")
    private String out = "";

    @Option(
            names = "--bits",
            paramLabel = "BITS",
            description = "The size of an RSA key: 2048 (default), 3072 or 4096.")
    private int bits = NewKey.RSA_BITS;

    @Option(
            names = {"--kid", "--key-id"},
            paramLabel = "ID",
            description = "The key id; by default the thumbprint.")
    private @Nullable String keyId;

    @Option(names = "--force", description = "Replace the file if there is one. The old key is lost.")
    private boolean isForced;

    KeysGenerateCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) throws IOException {
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm.toUpperCase(Locale.ROOT));
        Path file = Path.of(Discreet.fileName(out));
        KeyPair pair = NewKey.pair(alg, bits);
        SigningKey unnamed =
                SigningKey.of(pair.getPrivate(), pair.getPublic(), "unnamed").withAlgorithm(alg);
        SigningKey key = unnamed.withKeyId(keyId != null ? keyId : unnamed.thumbprint());
        try {
            NewKey.write(pair.getPrivate(), file, isForced);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(
                    file + " exists, and nothing was written. Choose another name, or --force if its key may be lost.",
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
            output.entry("private key", NAMES, file + ", readable for you alone");
            output.entry("kid", NAMES, key.keyId().orElseThrow());
            output.entry("thumbprint", NAMES, key.thumbprint());
            output.line(output.ink().faint("public JWK"));
            output.line(key.publicJwk().toJSONString());
        }
        return GOOD;
    }
}
