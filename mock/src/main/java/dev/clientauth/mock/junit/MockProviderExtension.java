// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.junit;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.diagnosis.DiagnosisReport;
import dev.clientauth.diagnosis.TextStyle;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
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

/**
 * Starts a {@link MockProvider} for the tests of a class, on a free port.
 *
 * <pre>{@code
 * class SchoolClientTest {
 *     @RegisterExtension
 *     static final MockProviderExtension SCHOOL =
 *             MockProviderExtension.of(AppleSchoolManager.profile()).registering("SCHOOLAPI.7c0c…", publicKey);
 *
 *     @Test
 *     void retriesIfTheProviderIsUnavailable(MockProvider school) {
 *         school.failNext(Fault.unavailable(Duration.ofSeconds(1)));
 *         // let the client request a token at school.tokenEndpoint() …
 *         assertThat(school.received()).extracting(RecordedRequest::status).containsExactly(503, 200);
 *     }
 * }
 * }</pre>
 *
 * <p>In a static field, one mock serves all tests of the class, and is reset after each test: requests, faults, tokens and
 * clients are removed and the clock is reset. Clients that a {@code @BeforeAll} method registers stay for all tests. If tests
 * of a class run in parallel, use an instance field: then each test has its own mock.
 *
 * <p>When a test fails, the requests that its mock received are published to the report with every broken rule and its remedy,
 * and are added to the stack trace as a suppressed exception, for build tools that do not show published entries. A class with
 * one mock can take it as a parameter of type {@link MockProvider}; a class with several uses their fields.
 */
public final class MockProviderExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final Profile profile;
    private final List<MockClient> always = new ArrayList<>();
    private List<MockClient> atFirst = List.of();
    private @Nullable MockProvider mock;
    private int classes;
    private int tests;

    private MockProviderExtension(Profile profile) {
        this.profile = profile;
    }

    /** Returns an extension with a mock of this profile. */
    public static MockProviderExtension of(Profile profile) {
        return new MockProviderExtension(profile);
    }

    /** Registers this client for every test. */
    public MockProviderExtension registering(MockClient client) {
        always.add(client);
        return this;
    }

    /** Registers this client for every test. */
    public MockProviderExtension registering(Registration registration) {
        return registering(MockClient.of(registration));
    }

    /** Registers this client for every test, with its public key as if fetched from a JWK Set URL. */
    public MockProviderExtension registering(String clientId, JWK publicKey) {
        return registering(
                Registration.of(clientId).withKeys(List.of(publicKey)).withKeyOrigin(KeyOrigin.JWK_SET_URL));
    }

    /**
     * Returns the mock.
     *
     * @throws IllegalStateException outside its tests
     */
    public synchronized MockProvider provider() {
        if (mock == null) {
            throw new IllegalStateException("The mock runs during tests only; annotate the field of this extension with"
                    + " @RegisterExtension.");
        }
        return mock;
    }

    /**
     * Returns the token endpoint.
     *
     * @throws IllegalStateException outside its tests
     */
    public URI tokenEndpoint() {
        return provider().tokenEndpoint();
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
            atFirst = provider().clients();
        }
    }

    private void start() throws IOException {
        if (mock == null) {
            mock = MockProvider.start(profile);
            always.forEach(mock::register);
        }
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        MockProvider running = provider();
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
        if (classes == 0 && tests == 0 && mock != null) {
            mock.close();
            mock = null;
        }
    }

    private static void publish(List<RecordedRequest> received, Throwable failure, ExtensionContext context) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (RecordedRequest recorded : received) {
            entries.put(
                    "received " + (entries.size() + 1),
                    recorded.request() + ": "
                            + (recorded.status() == 0 ? "no response" : "HTTP " + recorded.status())
                            + recorded.error().map(error -> " " + error).orElse("")
                            + recorded.fault().map(f -> ", fault " + f.kind()).orElse("") + "\n"
                            + DiagnosisReport.of(recorded.diagnosis())
                                    .with(recorded.request())
                                    .notes(recorded.notes())
                                    .toText(TextStyle.plain().withAll(true)));
        }
        if (!entries.isEmpty()) {
            context.publishReportEntry(entries);
            failure.addSuppressed(new RecordedRequestsReport(entries));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(MockProvider.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return provider();
    }
}
