// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Checks that sources, documentation and resources use the project's terms, and no former names. */
class LanguageTest {
    private static final Path ROOT = Path.of("..");
    private static final Set<String> TYPES = Set.of("java", "md", "html", "js", "css", "xml", "sh", "yml");

    /** Test inputs, which quote texts of other projects. */
    private static final Pattern INPUTS =
            Pattern.compile(".*/(target|test/resources|facts)/.*|.*/\\.git/.*|.*/LanguageTest\\.java");

    @ParameterizedTest(name = "{0}: use {1}")
    @CsvSource(delimiter = ';', textBlock = """
                    at hand ; current, cached, available
                    good until ; expires at
                    has to be there ; must be present
                    mend(s|ed|ing)? ; fix
                    lends?|lending|lent ; borrowed, uses
                    undecided ; unknown, could not be checked
                    waits? for a fact ; could not be checked
                    hears? (of|about) ; is notified of
                    steers? (a|the) terminal ; control characters
                    passing faults? ; transient failure
                    ask(s|ed)? again ; retry
                    holds? up (no|a|the) (thread|caller|other)s? ; does not block
                    likeliest ; most likely
                    provider on loopback ; local mock of the provider
                    beside the point ; irrelevant
                    (dead|live) tokens? ; expired token, valid token
                    nobody told ; not known
                    trades? (a|the) (code|grant) ; exchange
                    renewals? ; refresh
                    all the same ; still
                    now and then ; occasionally
                    hand(s|ed|ing)? out ; return, issue
                    make a new one ; generate a new one
                    as it stands ; unchanged
                    in earnest ; in production
                    (by|for) others than ; by users other than
                    MOST_[A-Z]+|LONGEST_[A-Z]+ ; MAX_...
                    LEAST_[A-Z]+|SHORTEST_[A-Z]+ ; MIN_...
                    """)
    void wordIsNotUsed(String word, String instead) {
        assertThat(linesWith("(?i)\\b(?:" + word + ")\\b"))
                .as("use %s", instead)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ReceivedAttempt, ShownAttempt, AttemptReader, SoundAttempt",
        "AnswerStyle, AnswerLost, TokenAnswer, UnusableAnswer",
        "AssertionUse, AssertionRefusedException, setBack, isFatal",
        "Likeness, Lookalike, DerForm, KeyText, Signatory, Judgement",
        "KeptSignIn, SignedIn, SeenCodes, continueAs",
        "SandboxServer, AppleSandbox, SandboxExtension, carryNonces",
        "SharedFlight, StoreHealth, EntryCipher, OwnLink, LentLink",
        "HalfHash, ManagerSite, Workbench, Farewell, Overheard, HandSource"
    })
    void formerNameIsNotUsed(String first, String second, String third, String fourth) {
        assertThat(linesWith("\\b(?:" + String.join("|", first, second, third, fourth) + ")(?![A-Za-z])"))
                .isEmpty();
    }

    private static List<String> linesWith(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return files().flatMap(file -> linesWith(pattern, file)).toList();
    }

    private static Stream<String> linesWith(Pattern pattern, Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return IntStream.range(0, lines.size())
                .filter(i -> pattern.matcher(lines.get(i)).find())
                .mapToObj(i -> ROOT.relativize(file) + ":" + (i + 1) + ": "
                        + lines.get(i).strip());
    }

    private static Stream<Path> files() {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all
                    .filter(file -> TYPES.contains(file.toString().replaceFirst(".*\\.", "")))
                    .filter(file -> !INPUTS.matcher(file.toString()).matches())
                    .filter(Files::isRegularFile)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
