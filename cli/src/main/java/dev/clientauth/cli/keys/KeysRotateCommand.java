// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.keys;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.shell.FileArguments;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShellCommand;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.key.ring.KeyRingEvent;
import dev.clientauth.key.ring.RingKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Performs the next steps of a rotation. */
@Command(
        name = "rotate",
        description = {
            "Rotate the signing key of a key ring: creates the next key and writes the JWK Set to FOLDER/jwks.json. With"
                    + " --finish, performs the steps that are due: signs with the next key after the URL has returned it"
                    + " for long enough, and removes the old key. Run that later, for example every hour.",
            "",
            "If the folder is new, the first key is created in it, or copied with --key.",
            ""
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clientauth keys rotate keys/ --key epic.pem --kid epic-2026-11",
            "  clientauth keys rotate keys/ --url https://example.com/jwks.json",
            "  clientauth keys rotate keys/ --url https://example.com/jwks.json --finish",
            "  clientauth keys rotate keys/ --key AuthKey_NEW4567890.p8 --kid NEW4567890"
        })
final class KeysRotateCommand extends ShellCommand {
    @Mixin
    private final RingOptions options = new RingOptions();

    @Option(
            names = "--alg",
            paramLabel = "ALG",
            description = "The algorithm of a new key; by default that of the current key, or ES384 in a new folder.")
    private @Nullable String algorithm;

    @Option(names = "--key", paramLabel = "FILE", description = "Add a copy of this private key instead of a new one.")
    private @Nullable String key;

    @Option(
            names = {"--kid", "--key-id"},
            paramLabel = "ID",
            description = "The key id of --key, as registered with the provider.")
    private @Nullable String keyId;

    @Option(names = "--finish", description = "Finish a rotation, but do not start another.")
    private boolean isFinish;

    @Option(
            names = "--now",
            description =
                    "Sign with the next key at once, without checking that it is published. For providers without a"
                            + " JWK Set URL, after the key was registered.")
    private boolean isNow;

    @Option(names = "--discard", description = "Remove the next key before it has signed.")
    private boolean isDiscard;

    @Option(
            names = "--remove-old",
            description = "Remove old keys from the JWK Set now, because one leaked. Assertions in flight are refused.")
    private boolean isRemoveOld;

    KeysRotateCommand(Shell shell) {
        super(shell);
    }

    @Override
    protected int run(Output output) {
        if ((key == null) != (keyId == null)) {
            throw new UsageException("--key and --kid must be used together.");
        }
        List<KeyRingEvent> events = new ArrayList<>();
        boolean isNew = !Files.exists(options.folder().resolve("ring.json"));
        KeyRing.Builder builder = options.builder(shell()).listener(events::add);
        if (algorithm != null) {
            builder.algorithm(JWSAlgorithm.parse(algorithm.toUpperCase(Locale.ROOT)));
        }
        if (key != null && keyId != null) {
            builder.key(FileArguments.path(key), keyId);
        }
        try (KeyRing ring = builder.open()) {
            boolean isIdle = !isNew && !hasNext(ring);
            if ((isNow || isDiscard) && !hasNext(ring) && key == null) {
                throw new UsageException("There is no next key. Create one first, without --now or --discard.");
            }
            if (isDiscard) {
                ring.discardNextKey();
            } else if (isNow && hasNext(ring)) {
                ring.signWithNextKey();
            } else if (isIdle && !isFinish && !isRemoveOld && key == null) {
                ring.rotate();
            }
            if (isRemoveOld) {
                ring.removeRetiredKeys();
            }
            ring.advance();
            new RingReport(ring, options.folder(), shell().clock()).print(events, output);
            if (!output.isJson() && hasNext(ring) && ring.jwkSetUrl().isEmpty()) {
                output.paragraph(
                        0,
                        "Without --url, the next key is not activated automatically. Use --url, or --now once the key is registered.");
            }
            boolean isFailed = events.stream().anyMatch(event -> event.step() == KeyRingEvent.Step.FAILED);
            return isFailed ? BAD : GOOD;
        } catch (IllegalStateException e) {
            throw new UsageException("" + e.getMessage(), e);
        }
    }

    private static boolean hasNext(KeyRing ring) {
        return ring.keys().stream().anyMatch(each -> each.state() == RingKey.State.NEXT);
    }
}
