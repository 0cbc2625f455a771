// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A secret that was passed by mistake is not shown. */
class SecretsOffTheCommandLineTest {
    private static final String JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJzZWNyZXQifQ.c2lnbmF0dXJl";
    private static final String PEM = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keys inspect %s",
                "keys match %s x",
                "keys jwks %s",
                "token --key %s",
                "token --config %s",
                "token %s",
                "rules %s",
                "assertion --provider %s",
                "token --token-endpoint %s -p epic --client-id x",
                "watch --for %s -p epic",
                "keys generate --alg ES256 --out %s",
                "keys generate --alg %s --out x"
            })
    void neitherJwtNorKeyIsRepeated(String line) {
        for (String secret : new String[] {JWT, PEM}) {
            String[] args = line.split(" ");
            for (int i = 0; i < args.length; i++) {
                args[i] = args[i].replace("%s", secret);
            }
            CliHarness harness = new CliHarness().run(args);
            assertThat(harness.exit()).as(harness.all()).isEqualTo(2);
            assertThat(harness.all())
                    .startsWith("clientauth: ")
                    .doesNotContain("eyJpc3Mi", "c2lnbmF0dXJl", "MIGHAgEAMBMG", "\tat ");
        }
    }

    @Test
    void thereIsNoFlagForAPassword() {
        CliHarness harness = new CliHarness().run("token", "--help");
        assertThat(harness.out()).contains("CLIENTAUTH_KEY_PASSWORD").doesNotContain("--key-password");
        harness.run("token", "--key-password=hunter2");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).doesNotContain("hunter2");
        harness.run("token", "--key-password", "hunter2");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err())
                .startsWith("clientauth: Unknown option: --key-password.")
                .contains("CLIENTAUTH_KEY_PASSWORD")
                .doesNotContain("hunter2");
    }

    @Test
    void theEnvironmentCanContainTheKeyItself() {
        CliHarness harness =
                new CliHarness().with("CLIENTAUTH_KEY", PEM).run("token", "-p", "epic", "--client-id", "x");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("CLIENTAUTH_KEY: Found").doesNotContain("MIGH");
    }
}
