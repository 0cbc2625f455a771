// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.config;

import dev.clientauth.cli.CliHarness;
import dev.clientauth.cli.shell.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Flags override the environment, which overrides the file; nothing is ignored silently. */
class SettingsTest {
    @TempDir
    private Path folder;

    private Settings of(String file, Map<String, String> environment, Map<Setting, String> flags) {
        Path properties = CliHarness.write(folder.resolve("client.properties"), file);
        return Settings.of(flags, environment, properties.toString());
    }

    @Test
    void flagsOverrideTheEnvironmentWhichOverridesTheFile() {
        String file = "client-id=file\nteam.id=file\nclientauth.issuer=file\nprovider=\n";
        Settings settings = of(
                file,
                Map.of("CLIENTAUTH_CLIENT_ID", "env", "CLIENTAUTH_TEAM_ID", "env"),
                Map.of(Setting.CLIENT_ID, "flag"));
        assertThat(settings.get(Setting.CLIENT_ID)).contains("flag");
        assertThat(settings.get(Setting.TEAM_ID)).contains("env");
        assertThat(settings.get(Setting.ISSUER)).contains("file");
        assertThat(settings.get(Setting.PROVIDER)).isEmpty();
        assertThat(settings.origin(Setting.TEAM_ID)).contains("CLIENTAUTH_TEAM_ID");
    }

    @Test
    void aVariableCanNameTheFile() {
        Path file = CliHarness.write(folder.resolve("c.properties"), "client-id=x");
        assertThat(Settings.of(Map.of(), Map.of("CLIENTAUTH_CONFIG", file.toString()), null)
                        .get(Setting.CLIENT_ID))
                .contains("x");
    }

    @Test
    void aKeyFileIsResolvedAgainstThePropertiesFile() {
        assertThat(of("key=epic.pem", Map.of(), Map.of()).get(Setting.KEY))
                .contains(folder.resolve("epic.pem").toString());
    }

    @Test
    void anUnknownPropertyIsAnErrorWithASuggestion() {
        assertThatThrownBy(() -> of("cliend-id=x", Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("\"cliend-id\"")
                .hasMessageContaining("Did you mean client-id?");
        assertThatThrownBy(() -> of("zzzzzzzz=x", Map.of(), Map.of())).hasMessageContaining("Use provider,");
    }

    @Test
    void anUnknownVariableIsReported() {
        Settings settings = Settings.of(Map.of(), Map.of("CLIENTAUTH_CLIENTID", "x", "OTHER", "y"), null);
        assertThat(settings.unknownVariables())
                .containsExactly("CLIENTAUTH_CLIENTID (did you mean CLIENTAUTH_CLIENT_ID?)");
    }

    @Test
    void aPasswordInTheFileIsRejectedWithoutBeingShown() {
        assertThatThrownBy(() -> of("key-password=hunter2", Map.of(), Map.of()))
                .hasMessageContaining("CLIENTAUTH_KEY_PASSWORD")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aDuplicatePropertyIsRejected() {
        assertThatThrownBy(() -> of("client-id=a\nclient.id=b", Map.of(), Map.of()))
                .hasMessageContaining("sets client-id twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u00zz=x", "client-id=\\uXYZ"})
    void aFileThatIsNotAPropertiesFileIsReportedInOneLine(String text) {
        assertThatThrownBy(() -> of(text, Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Expected a readable properties file");
    }

    @Test
    void aKeyFileWhoseNameNoFileCanHaveIsRejectedWithoutBeingShown() {
        assertThatThrownBy(() -> of("key=s3cr3t\\u0000.p8", Map.of(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a character that file names cannot have")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), "/nowhere/client.properties"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("/nowhere/client.properties");
    }
}
