package dev.clientauth.cli;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.VerificationKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
            List<VerificationKey> read = KeyFiles.read(files.get(i), KeyFiles.password(shell().environment())).usableKeys();
            String keyId = keyIds == null ? null : keyIds.get(i);
            if (keyId != null && read.size() > 1) {
                throw new UsageException(files.get(i) + " has " + read.size() + " keys, which have names already.");
            }
            read.forEach(key -> keys.add(named(key, keyId)));
        }
        // Read back as a provider would: two keys of one name are refused.
        output.line(Wrapped.printableJson(
                PublicKeySet.parse(new JWKSet(keys).toString(true)).toJson()));
        return GOOD;
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
