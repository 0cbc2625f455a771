package dev.clientauth.examples.mock;

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

/** The clients in bash, run as a person runs them: refused as the provider refuses them, and taken once they are mended. */
@Timeout(60)
class ShellClientsTest {
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
    void theForumsSchoolManagerRequestHasSixFaults() throws Exception {
        assertThat(answer("school-manager-as-posted")).startsWith("400\n{\"error\":\"invalid_client\"}");
        assertThat(broken())
                .containsExactlyInAnyOrder(
                        "apple-school-manager.aud",
                        "apple-school-manager.client-id",
                        "apple-school-manager.endpoint",
                        "apple-school-manager.iss",
                        "apple-school-manager.jti",
                        "apple-school-manager.scope");
    }

    @Test
    void schoolManagerTakesTheMendedRequest() throws Exception {
        assertThat(answer("school-manager")).startsWith("200\n{\"access_token\":\"…\"");
        assertThat(broken()).isEmpty();
    }

    @Test
    void theEmptyAudienceIsAllThatIsWrongWithTheClientSecret() throws Exception {
        assertThat(answer("sign-in-with-apple-as-posted")).startsWith("400\n{\"error\":\"invalid_client\"");
        assertThat(broken()).containsExactly("sign-in-with-apple.aud");
    }

    @Test
    void signInWithAppleTakesTheMendedRequest() throws Exception {
        assertThat(answer("sign-in-with-apple")).startsWith("200\n{\"access_token\":\"…\"");
        assertThat(broken()).isEmpty();
    }

    @Test
    void whatEpicWarnsOfIsRefused() throws Exception {
        assertThat(answer("epic-as-warned"))
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
    void epicTakesTheMendedRequest() throws Exception {
        assertThat(answer("epic")).startsWith("200\n{\"access_token\":\"…\"");
        assertThat(broken()).isEmpty();
    }

    /** What a client prints. */
    private String answer(String client) throws Exception {
        ProcessBuilder shell =
                new ProcessBuilder("bash", Path.of("clients", client + ".sh").toString()).redirectErrorStream(true);
        shell.environment().put("MOCK", mock.base().toString());
        Process process = shell.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** The ids of the MUSTs that the last attempt broke. */
    private List<String> broken() {
        List<RecordedRequest> received = mock.received();
        Diagnosis diagnosis = received.get(received.size() - 1).diagnosis();
        return diagnosis.fatal().stream().map(finding -> finding.rule().id()).toList();
    }
}
