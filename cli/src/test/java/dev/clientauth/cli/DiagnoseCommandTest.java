// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.cli.shell.TimeArguments;
import dev.clientauth.cli.shell.UsageException;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SignInWithApple;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The diagnosis of pasted requests. */
class DiagnoseCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String CLIENT = "com.example.web";
    private static final String TEAM = "DEF123GHIJ";
    private static final String URL = "https://appleid.apple.com/auth/token";

    @TempDir
    private Path folder;

    private KeyPairFile key;
    private String secret;
    private CliHarness harness;

    @BeforeEach
    void aSoundClientSecret() {
        key = KeyPairFile.make(folder, "AuthKey_ABC123DEFG.p8", JWSAlgorithm.ES256, "ABC123DEFG");
        secret = ClientAuthenticator.builder(SignInWithApple.profile())
                .clientId(CLIENT)
                .teamId(TEAM)
                .signingKey(key.key())
                .clock(CLOCK)
                .build()
                .assertion()
                .value();
        harness = new CliHarness().at(CLOCK);
    }

    private String curl(String grantType) {
        return "curl -X POST " + URL + " -H 'Content-Type: application/x-www-form-urlencoded' -d 'grant_type="
                + grantType
                + "' -d 'client_id=" + CLIENT + "' -d 'code=c0de' -d 'redirect_uri=https://example.com/cb' \\\n"
                + "  --data-urlencode 'client_secret=" + secret + "'";
    }

    private String words() {
        return harness.out().replaceAll("\\s+", " ");
    }

    @Test
    void aValidRequestHasNoFault() {
        harness.typing(curl("authorization_code"))
                .run(
                        "diagnose",
                        "--team-id",
                        TEAM,
                        "--client-id",
                        CLIENT,
                        "--at",
                        "now",
                        "--public-key",
                        key.file().toString());
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(harness.out()).contains("Sign in with Apple");
        assertThat(words()).contains("Checked as Sign in with Apple, because");
        assertThat(harness.all()).doesNotContain("eyJ", "c0de");
    }

    @Test
    void faultsAreReportedWithoutSecrets() {
        harness.typing(curl("'client_code'"))
                .run("diagnose", "--team-id", "OTHERTEAM1", "--at", "2027-11-21T03:00:00Z");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out())
                .contains("3 rules", "OTHERTEAM1", "exp is later than")
                .doesNotContain("eyJ", "c0de");
        assertThat(harness.out().lines().filter(line -> !line.contains("https://")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void aWrongKeyIsDetectedByTheSignature() {
        KeyPairFile other = KeyPairFile.make(folder, "other.pem", JWSAlgorithm.ES256, "ABC123DEFG");
        harness.typing(secret).run("diagnose", "--public-key", other.file().toString(), "--key-id", "ABC123DEFG");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("signature.verifies");
        assertThat(words())
                .contains("The client id was taken from the request")
                .contains("Provide what is missing with", "--token-endpoint, --team-id", "or --ask");
    }

    @Test
    void theTextCanBeAFile() {
        Path file = CliHarness.write(folder.resolve("secret.jwt"), secret);
        assertThat(harness.run("diagnose", file.toString(), "--at", "now").exit())
                .as(harness.all())
                .isZero();
        assertThat(harness.run("diagnose", "/nowhere/secret.jwt").exit()).isEqualTo(2);
        assertThat(harness.err()).contains("File not found: /nowhere/secret.jwt");
    }

    @Test
    void aJwtAsFileArgumentIsRejectedWithoutBeingRepeated() {
        harness.run("diagnose", secret);
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("found a JWT", "standard input").doesNotContain("eyJ");
        assertThat(new CliHarness()
                        .run("diagnose", "curl -d client_secret=hunter2 https://x")
                        .err())
                .contains("found a curl command")
                .doesNotContain("hunter2");
    }

    @Test
    void reportsCanBeJsonOrMarkdown() {
        harness.typing(secret)
                .run("diagnose", "--json", "--error", "invalid_client", "--status", "400", "--at", "1795230000");
        assertThat(harness.json().at("/profile/id").asText()).isEqualTo("sign-in-with-apple");
        assertThat(harness.json().at("/response/error").asText()).isEqualTo("invalid_client");
        assertThat(harness.out()).doesNotContain("eyJ");
        harness.typing(secret).run("diagnose", "--markdown");
        assertThat(harness.out())
                .contains("### ", "Sign in with Apple", "#### ")
                .doesNotContain("eyJ");
        assertThat(harness.run("diagnose", "--json", "--markdown").exit()).isEqualTo(2);
    }

    @Test
    void allListsEveryRule() {
        harness.typing(curl("authorization_code")).run("diagnose", "--at", "2027-11-21T03:00:00Z");
        int some = harness.out().length();
        harness.typing(curl("authorization_code")).run("diagnose", "--at", "2027-11-21T03:00:00Z", "--all");
        assertThat(harness.out().length()).isGreaterThan(some);
    }

    @Test
    void missingFactsAreAskedForOnce() {
        harness.terminal(80)
                .typing("OTHERTEAM1\n\n" + "nonsense\n" + key.file() + "\n" + "yesterday\nnow\n")
                .run(
                        "diagnose",
                        CliHarness.write(folder.resolve("request.txt"), curl("authorization_code"))
                                .toString(),
                        "--ask",
                        "--color",
                        "never",
                        "--client-id",
                        CLIENT);
        assertThat(harness.err())
                .containsSubsequence(
                        "Team ID?",
                        "key id is the key registered under?",
                        "Which file contains the key",
                        "File not found: nonsense")
                .contains("When was the request sent?", "Not a valid date and time")
                .containsOnlyOnce("Team ID?");
        assertThat(harness.exit()).as(harness.all()).isEqualTo(1);
        assertThat(harness.out()).contains("OTHERTEAM1").doesNotContain("signature.verifies");
    }

    @Test
    void askRequiresATerminal() {
        harness.typing(secret).run("diagnose", "--ask");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("--ask requires an interactive terminal");
    }

    @Test
    void aKeyIsNotARequest() {
        harness.typing("\n-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMG\n-----END PRIVATE KEY-----\n")
                .run("diagnose");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(words())
                .startsWith("This is")
                .contains("not a token request: paste the request", "is compromised: revoke it");
        assertThat(harness.all()).doesNotContain("MIGTAgEAMBMG");
    }

    @Test
    void withoutAKnownProviderGeneralChecksAreMadeUntilItIsSet() {
        harness.typing("grant_type=client_credentials").run("diagnose");
        assertThat(harness.exit()).isZero();
        assertThat(words())
                .contains("Only general checks were made, because the text does not show which provider")
                .contains("Name the provider with --provider, for example school, business, siwa, epic, smart");
    }

    @Test
    void theEndpointOfABareJwtCanBeSet() {
        String epic = ClientAuthenticator.builder(Epic.sandbox())
                .clientId("36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4")
                .signingKey(key.key())
                .clock(CLOCK)
                .build()
                .assertion()
                .value();
        String url = Epic.sandbox().tokenEndpoint().orElseThrow().toString();
        harness.typing(epic).run("diagnose", "-p", "epic", "--endpoint", url, "--at", "now", "--json");
        assertThat(harness.exit()).as(harness.all()).isZero();
        harness.typing(epic)
                .run("diagnose", "-p", "epic", "--endpoint", "https://ehr.example.com/token", "--at", "now");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("epic.aud");
    }

    @Test
    void theConfigurationProvidesWhatNoFlagSets() {
        Path config = CliHarness.write(
                folder.resolve("apple.properties"),
                "provider=siwa\nclient-id=" + CLIENT + "\nteam-id=OTHERTEAM1\nkey=AuthKey_ABC123DEFG.p8\n");
        harness.typing(secret).run("diagnose", "--config", config.toString());
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("OTHERTEAM1").doesNotContain("signature.verifies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eyJ.eyJ.", "curl '"})
    void everyTextIsAccepted(String text) {
        harness.typing(text).run("diagnose", "-p", "siwa");
        assertThat(harness.exit()).as(harness.all()).isBetween(0, 1);
        assertThat(harness.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{", "\u0000\u0001", "{\"log\":{\"entries\":[{}]}}"})
    void aTextWithoutARequestIsExplainedInTheFirstLine(String text) {
        harness.typing(text).run("diagnose", "-p", "siwa");
        assertThat(harness.exit()).as(harness.all()).isEqualTo(2);
        assertThat(harness.err()).isEmpty();
        assertThat(harness.out())
                .startsWith("No token request was found in the text: paste the request as it was sent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "now | 2026-11-21T03:00:00Z",
                "1795230000 | 2026-11-21T03:00:00Z",
                "2026-11-21T04:00:00+01:00 | 2026-11-21T03:00:00Z",
                "Sat, 21 Nov 2026 03:00:00 GMT | 2026-11-21T03:00:00Z"
            })
    void instantsAreParsedInCommonFormats(String text, Instant expected) {
        assertThat(TimeArguments.instant(text, CLOCK)).isEqualTo(expected);
    }

    @Test
    void aJwkSetUrlIsFetchedOnlyIfRequested() {
        KnownFacts facts = new KnownFacts(harness.shell(), new NetworkProbe(new OkHttpClient()));
        assertThatThrownBy(() -> facts.take(MissingFact.PUBLIC_KEY, "http://127.0.0.1:1/jwks"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("cannot be fetched");
        facts.take(MissingFact.JWKS_URL, "http://127.0.0.1:1/jwks");
    }
}
