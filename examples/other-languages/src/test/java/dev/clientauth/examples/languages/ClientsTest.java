// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.languages;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The clients, run from the command line: refused like at the provider, and accepted once they are fixed. */
@Timeout(60)
class ClientsTest {
    private MockProviderServer mock;

    @BeforeEach
    void open() throws IOException {
        mock = MockProviderServer.start();
    }

    @AfterEach
    void close() {
        mock.close();
    }

    @Test
    void theForumRequestToSchoolManagerBreaksFiveRules() throws Exception {
        assertThat(output("school-manager-as-posted")).startsWith("400\n{\"error\":\"invalid_client\"}");
        assertThat(broken())
                .containsExactlyInAnyOrder(
                        "apple-school-manager.aud",
                        "apple-school-manager.client-id",
                        "apple-school-manager.endpoint",
                        "apple-school-manager.iss",
                        "apple-school-manager.scope");
    }

    @Test
    void schoolManagerAcceptsTheFixedRequest() throws Exception {
        assertThat(output("school-manager")).startsWith("200\n{\"access_token\":\"…\"");
        assertThat(broken()).isEmpty();
    }

    @Test
    void theClientSecretBreaksOnlyTheAudienceRule() throws Exception {
        assertThat(output("sign-in-with-apple-as-posted")).startsWith("400\n{\"error\":\"invalid_client\"");
        assertThat(broken()).containsExactly("sign-in-with-apple.aud");
    }

    @Test
    void signInWithAppleAcceptsTheFixedRequest() throws Exception {
        assertThat(output("sign-in-with-apple")).startsWith("200\n{\"access_token\":\"…\"");
        assertThat(broken()).isEmpty();
    }

    @Test
    void theMistakesThatEpicListsAreRefused() throws Exception {
        assertThat(output("epic-as-warned"))
                .startsWith("400\n{\"error\":\"invalid_client\",\"error_description\":null}");
        assertThat(broken())
                .containsExactlyInAnyOrder(
                        "epic.client-assertion-type",
                        "epic.aud",
                        "epic.exp.within-five-minutes",
                        "epic.exp.within-five-minutes-of-iat",
                        "epic.jti.length");
    }

    @Test
    void epicAcceptsTheFixedRequest() throws Exception {
        assertThat(output("epic")).startsWith("200\n{\"access_token\":\"…\"");
        assertThat(broken()).isEmpty();
    }

    @Test
    void nodeReadsPatients() throws Exception {
        assertThat(output("node", "node/epic.mjs")).endsWith(" patients\n");
        assertThat(broken()).isEmpty();
    }

    @Test
    void pythonListsAllDevices() throws Exception {
        assertThat(output("python3", "python/school_manager.py")).isEqualTo("250 devices\n");
        assertThat(broken()).isEmpty();
    }

    private String output(String client) throws Exception {
        return output("bash", "bash/" + client + ".sh");
    }

    /** Returns what a client prints. */
    private String output(String interpreter, String client) throws Exception {
        ProcessBuilder shell =
                new ProcessBuilder(interpreter, Path.of(client).toString()).redirectErrorStream(true);
        shell.environment().put("MOCK", mock.base().toString());
        Process process = shell.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** Returns the ids of the required rules that the last request broke. */
    private List<String> broken() {
        List<RecordedRequest> received = mock.received();
        Diagnosis diagnosis = received.get(received.size() - 1).diagnosis();
        return diagnosis.blocking().stream().map(finding -> finding.rule().id()).toList();
    }
}
