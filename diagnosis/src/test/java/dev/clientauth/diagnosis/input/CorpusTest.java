// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.diagnosis.provider.ProviderDetection;
import dev.clientauth.diagnosis.provider.ProviderMatch;
import dev.clientauth.json.Json;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.Providers;
import dev.clientauth.provider.SignInWithApple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Texts that people pasted, and what is wrong with them; see requests/README.md")
class CorpusTest {
    private static final Path ATTEMPTS = Path.of("src/test/resources/requests");
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.eyJ[\\w-]+\\.([\\w-]{40,})");

    /**
     * A pasted text and what is expected of it.
     *
     * @param folder {@code faulty}, {@code refused} or {@code sound}
     */
    private record Pasted(String folder, String name, String text, JsonNode expected) {

        boolean tells(String member) {
            return expected.has(member);
        }

        @Nullable
        String expected(String member) {
            return expected.path(member).textValue();
        }

        @Nullable
        URI url(String member) {
            String url = expected(member);
            return url == null ? null : URI.create(url);
        }

        List<String> names(String member) {
            return texts(expected.path(member));
        }

        List<String> broken(Level level) {
            return texts(expected.path("broken").path(level.name()));
        }

        boolean breaksARule() {
            return !broken(Level.MUST).isEmpty() || !broken(Level.SHOULD).isEmpty();
        }

        boolean mayBeRefused() {
            return breaksARule() || !names("disputed").isEmpty();
        }

        private static List<String> texts(JsonNode array) {
            return array.valueStream().map(JsonNode::textValue).toList();
        }

        /** The test's name. */
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pasted> all() {
        return Stream.of("faulty", "refused", "sound").flatMap(CorpusTest::in);
    }

    static Stream<Pasted> ofKnownForm() {
        return all().filter(pasted -> pasted.tells("format"));
    }

    static Stream<Pasted> thatTellTheProvider() {
        return all().filter(pasted -> pasted.tells("guess"));
    }

    private static Stream<Pasted> in(String folder) {
        try (Stream<Path> files = Files.list(ATTEMPTS.resolve(folder))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.substring(0, name.length() - ".txt".length()))
                    .sorted()
                    .map(name -> pasted(folder, name))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pasted pasted(String folder, String name) {
        Path file = ATTEMPTS.resolve(folder).resolve(name);
        try {
            return new Pasted(
                    folder,
                    name,
                    Files.readString(Path.of(file + ".txt")),
                    Json.parse(Files.readString(Path.of(file + ".json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCorpusIsLargeAndSortedIntoFolders() {
        assertThat(in("faulty")).hasSizeGreaterThanOrEqualTo(80).allMatch(Pasted::mayBeRefused);
        assertThat(in("refused"))
                .isNotEmpty()
                .noneMatch(Pasted::breaksARule)
                .noneMatch(pasted -> pasted.names("causes").isEmpty());
        assertThat(in("sound")).hasSizeGreaterThanOrEqualTo(20).noneMatch(Pasted::breaksARule);
    }

    @ParameterizedTest
    @MethodSource("ofKnownForm")
    void theFormatIsDetected(Pasted pasted) {
        assertThat(RequestParser.parse(pasted.text()).format().name()).isEqualTo(pasted.expected("format"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void exactlyTheExpectedRulesAreBroken(Pasted pasted) {
        Diagnosis diagnosis = diagnose(pasted);

        for (Level level : Level.values()) {
            assertThat(names(diagnosis.broken().stream().filter(f -> f.rule().level() == level)))
                    .as("broken rules of level %s in: %s", level, diagnosis)
                    .containsExactlyInAnyOrderElementsOf(pasted.broken(level));
        }
        if (pasted.tells("disputed")) {
            assertThat(names(diagnosis.disputed().stream()))
                    .containsExactlyInAnyOrderElementsOf(pasted.names("disputed"));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void missingFactsAreReportedAndCausesListed(Pasted pasted) {
        Diagnosis diagnosis = diagnose(pasted);

        assertThat(names(diagnosis.unknown().stream())).containsAll(pasted.names("unknown"));
        assertThat(diagnosis.knownCauses().stream().map(KnownCause::id)).containsAll(pasted.names("causes"));
    }

    @ParameterizedTest
    @MethodSource("thatTellTheProvider")
    void theProviderIsDetected(Pasted pasted) {
        assertThat(ProviderDetection.detect(RequestParser.parse(pasted.text()).request()))
                .map(ProviderMatch::profile)
                .map(Profile::id)
                .hasValue(pasted.expected("guess"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void noSignatureIsShown(Pasted pasted) {
        String shown = RequestParser.parse(pasted.text()) + " " + diagnose(pasted);

        assertThat(JWT.matcher(pasted.text()).results()).noneMatch(jwt -> shown.contains(jwt.group(1)));
    }

    private static Diagnosis diagnose(Pasted pasted) {
        ParsedInput reading = RequestParser.parse(pasted.text());
        return profile(pasted).diagnose(reading.request(), context(pasted, reading.context()));
    }

    private static Profile profile(Pasted pasted) {
        String provider = pasted.expected().path("provider").textValue();
        return switch (provider) {
            case "sign-in-with-apple-revoke" -> SignInWithApple.revocation();
            case "sign-in-with-apple-usermigrationinfo" -> SignInWithApple.userMigration();
            default -> Providers.profile(provider, pasted.url("endpoint"), pasted.expected("issuer"));
        };
    }

    /** The facts in the text, and the facts that were provided in addition. */
    private static EvaluationContext context(Pasted pasted, EvaluationContext read) {
        EvaluationContext context = read;
        String at = pasted.expected("at");
        String clientId = pasted.expected("clientId");
        if (at != null) {
            context = context.withSentAt(Instant.parse(at));
        }
        if (clientId != null) {
            context = context.withRegistration(registration(pasted, clientId));
        }
        if (pasted.tells("usedJti")) {
            context = context.withUsedJti(pasted.names("usedJti")::contains);
        }
        if (pasted.tells("status")) {
            context = context.withResponse(new ErrorResponse(
                    pasted.expected().path("status").intValue(),
                    pasted.expected("error"),
                    pasted.expected("description")));
        }
        return context;
    }

    private static Registration registration(Pasted pasted, String clientId) {
        Registration registration = Registration.of(clientId);
        String teamId = pasted.expected("teamId");
        String keyId = pasted.expected("keyId");
        URI jwkSetUrl = pasted.url("jwkSetUrl");
        String jwks = pasted.expected("jwks");
        registration = teamId == null ? registration : registration.withTeamId(teamId);
        registration = keyId == null ? registration : registration.withKeyId(keyId);
        registration = jwkSetUrl == null ? registration : registration.withJwkSetUrl(jwkSetUrl);
        return jwks == null ? registration : registration.withKeys(keys(jwks));
    }

    private static List<JWK> keys(String file) {
        try {
            return JWKSet.load(ATTEMPTS.resolve("keys").resolve(file).toFile()).getKeys();
        } catch (IOException | ParseException e) {
            throw new AssertionError(file, e);
        }
    }

    private static List<String> names(Stream<Finding> findings) {
        return findings.map(finding -> finding.rule().name()).toList();
    }
}
