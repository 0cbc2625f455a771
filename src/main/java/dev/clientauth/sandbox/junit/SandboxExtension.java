package dev.clientauth.sandbox.junit;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.report.DiagnosisReport;
import dev.clientauth.sandbox.ReceivedAttempt;
import dev.clientauth.sandbox.Sandbox;
import dev.clientauth.sandbox.SandboxClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@link Sandbox} for the tests of a class, on a free port.
 *
 * <pre>{@code
 * class SchoolClientTest {
 *     @RegisterExtension
 *     static final SandboxExtension SCHOOL =
 *             SandboxExtension.of(AppleSchoolManager.profile()).registering("SCHOOLAPI.7c0c…", publicKey);
 *
 *     @Test
 *     void asksAgainWhenTheProviderIsAway(Sandbox school) {
 *         school.failNext(Fault.unavailable(Duration.ofSeconds(1)));
 *         // let the client ask school.tokenEndpoint() …
 *         assertThat(school.received()).extracting(ReceivedAttempt::status).containsExactly(503, 200);
 *     }
 * }
 * }</pre>
 *
 * <p>In a static field, one sandbox serves all tests of the class, and each test finds it as the first did: what arrived,
 * faults, tokens and clients of the test before are gone, and the clock is right. Where tests of one class run at the same
 * time, put it in an instance field: then each test has a sandbox of its own. Clients that a {@code @BeforeAll} method puts
 * on file stay there for all tests.
 *
 * <p>When a test fails, what its sandbox received is published to the report with every broken rule and its remedy, and
 * stands in the stack trace as suppressed by the failure, for build tools that show no published entries. A class with two sandboxes asks each by its field; parameters of type {@link Sandbox} are for classes with one.
 */
public final class SandboxExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final Profile profile;
    private final List<SandboxClient> always = new ArrayList<>();
    private List<SandboxClient> atFirst = List.of();
    private @Nullable Sandbox sandbox;
    private int classes;
    private int tests;

    private SandboxExtension(Profile profile) {
        this.profile = profile;
    }

    /** A sandbox of this profile. */
    public static SandboxExtension of(Profile profile) {
        return new SandboxExtension(profile);
    }

    /** With this client on file in every test. */
    public SandboxExtension registering(SandboxClient client) {
        always.add(client);
        return this;
    }

    /** With this client on file in every test. */
    public SandboxExtension registering(Registration registration) {
        return registering(SandboxClient.of(registration));
    }

    /** With this client and its public key on file in every test. */
    public SandboxExtension registering(String clientId, JWK publicKey) {
        return registering(Registration.of(clientId).withKeys(List.of(publicKey)));
    }

    /**
     * The sandbox.
     *
     * @throws IllegalStateException if no test of its runs
     */
    public synchronized Sandbox sandbox() {
        if (sandbox == null) {
            throw new IllegalStateException(
                    "The sandbox runs during tests only; annotate the field of this extension with"
                            + " @RegisterExtension.");
        }
        return sandbox;
    }

    /**
     * Where to post to.
     *
     * @throws IllegalStateException if no test of its runs
     */
    public URI tokenEndpoint() {
        return sandbox().tokenEndpoint();
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) throws IOException {
        classes++;
        start();
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) throws IOException {
        start();
        if (tests++ == 0) {
            atFirst = sandbox().clients();
        }
    }

    private void start() throws IOException {
        if (sandbox == null) {
            sandbox = Sandbox.start(profile);
            always.forEach(sandbox::register);
        }
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        Sandbox running = sandbox();
        context.getExecutionException().ifPresent(failure -> publish(running.received(), failure, context));
        tests--;
        if (tests == 0) {
            running.clients().forEach(client -> running.unregister(client.clientId()));
            atFirst.forEach(running::register);
            running.clear();
        }
        stopUnlessUsed();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        classes--;
        stopUnlessUsed();
    }

    private void stopUnlessUsed() {
        if (classes == 0 && tests == 0 && sandbox != null) {
            sandbox.close();
            sandbox = null;
        }
    }

    private static void publish(List<ReceivedAttempt> received, Throwable failure, ExtensionContext context) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (ReceivedAttempt attempt : received) {
            String fault = attempt.fault().map(f -> ", fault " + f.kind()).orElse("");
            entries.put(
                    "received " + (entries.size() + 1),
                    attempt.attempt() + ": HTTP " + attempt.status()
                            + attempt.error().map(error -> " " + error).orElse("") + fault + "\n"
                            + attempt.notes().stream()
                                    .map(note -> "Note: " + attempt.attempt().redact(note) + "\n")
                                    .collect(Collectors.joining())
                            + DiagnosisReport.of(attempt.diagnosis()).with(attempt.attempt()));
        }
        if (!entries.isEmpty()) {
            context.publishReportEntry(entries);
            failure.addSuppressed(new WhatArrived(entries));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Sandbox.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return sandbox();
    }
}
