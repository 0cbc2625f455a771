package dev.clientauth.cli;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.key.InspectedKey;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.VerificationKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints the JWK Set to publish. */
@Command(
        name = "jwks",
        description = {
            "Print the JWK Set of the public halves of keys, ready to be published. Nothing private is in it.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth keys jwks epic.pem --kid epic-2026-11 > jwks.json",
            "  clientauth keys jwks old.pem new.pem --kid epic-2025-11 --kid epic-2026-11"
        })
final class KeysJwksCommand extends ShellCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with keys of any form.")
    private List<String> files = List.of();

    @Option(
            names = {"--kid", "--key-id"},
            paramLabel = "ID",
            description =
                    "The key id, once for each file in their order; by default the key's own, else its thumbprint.")
    private @Nullable List<String> keyIds;

    KeysJwksCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(Output output) {
        if (keyIds != null && keyIds.size() != files.size()) {
            throw new UsageException(files.size() + " files and " + keyIds.size() + " key ids: give --kid once for each"
                    + " file, in their order, or not at all.");
        }
        List<JWK> keys = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            List<InspectedKey> read = KeyFiles.read(files.get(i), KeyFiles.password(shell().environment()))
                    .keys();
            String keyId = keyIds == null ? null : keyIds.get(i);
            if (keyId != null && read.size() > 1) {
                throw new UsageException(files.get(i) + " has " + read.size() + " keys, which have names already.");
            }
            for (InspectedKey key : read) {
                keys.add(published(key, keyId, files.get(i)));
            }
        }
        requireDistinct(keys);
        output.line(Wrapped.printableJson(new JWKSet(keys).toString(true)));
        return GOOD;
    }

    /** The public half with its key id; a key that cannot sign assertions stays in the set as it is, so that none is lost. */
    private static JWK published(InspectedKey key, @Nullable String keyId, String file) {
        if (key.key().isPresent()) {
            return named(key.key().get(), keyId);
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
                throw new UsageException("There are two keys with the key id " + Wrapped.printable(key.getKeyID())
                        + ". Give each key an id of its own, with --kid once for each file.");
            }
        }
    }

    /** The key with this id, or else its own or its thumbprint. */
    static JWK named(VerificationKey key, @Nullable String keyId) {
        Map<String, Object> members = key.jwk().toJSONObject();
        members.put("kid", keyId != null ? keyId : key.keyId().orElse(key.thumbprint()));
        try {
            return JWK.parse(members);
        } catch (java.text.ParseException e) {
            throw new IllegalStateException("A JWK with a key id does not parse.", e);
        }
    }
}
