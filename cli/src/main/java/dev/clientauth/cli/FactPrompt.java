// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.text.Redactor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Asks the user for missing facts, each once; Enter skips. */
final class FactPrompt {
    private static final int MAX_LENGTH = 4096;

    private final Shell shell;

    FactPrompt(Shell shell) {
        if (!shell.canAsk()) {
            throw new UsageException("--ask requires an interactive terminal.");
        }
        this.shell = shell;
    }

    /** Asks until no fact is missing that the user could know, and evaluates again after each reply. */
    void ask(Supplier<Diagnosis> diagnosis, KnownFacts facts) {
        Set<MissingFact> asked = EnumSet.noneOf(MissingFact.class);
        Optional<MissingFact> next = missing(diagnosis.get(), asked);
        while (next.isPresent()) {
            asked.add(next.get());
            ask(next.get(), facts);
            next = missing(diagnosis.get(), asked);
        }
    }

    private void ask(MissingFact fact, KnownFacts facts) {
        while (true) {
            Optional<String> reply = ask(fact.question());
            if (reply.isEmpty()) {
                return;
            }
            try {
                facts.take(fact, reply.get());
                return;
            } catch (UsageException e) {
                shell.err().println(Redactor.text("" + e.getMessage()));
            }
        }
    }

    /** Asks one question; returns empty if the user pressed Enter. */
    Optional<String> ask(String question) {
        shell.err().print(question + " (Enter skips) ");
        shell.err().flush();
        return Optional.of(line().strip()).filter(line -> !line.isEmpty());
    }

    private static Optional<MissingFact> missing(Diagnosis diagnosis, Set<MissingFact> asked) {
        return MissingFact.in(diagnosis).filter(fact -> !asked.contains(fact)).findFirst();
    }

    private String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int octet = shell.in().read();
            while (octet != -1 && octet != '\n' && line.size() < MAX_LENGTH) {
                line.write(octet);
                octet = shell.in().read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString(UTF_8);
    }
}
