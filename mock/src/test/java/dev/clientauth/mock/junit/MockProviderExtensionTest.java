// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.junit;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.RawPost;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.provider.AppleSchoolManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The extension in a nested JUnit run: each class below represents a user's test class. */
@Timeout(60)
class MockProviderExtensionTest {
    private static final Set<URI> ENDPOINTS = ConcurrentHashMap.newKeySet();
    private static final CountDownLatch BOTH_RUN = new CountDownLatch(2);

    private final SummaryGeneratingListener summary = new SummaryGeneratingListener();
    private final List<ReportEntry> published = new ArrayList<>();

    private void run(Class<?> testClass) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(testClass))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .build();
        LauncherFactory.create().execute(request, summary, new TestExecutionListener() {
            @Override
            public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                published.add(entry);
            }
        });
    }

    private static int post(MockProvider mock) {
        return RawPost.to(mock.tokenEndpoint()).with("client_id", "x").send().statusCode();
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class OneForAll {
        @RegisterExtension
        static final MockProviderExtension SCHOOL = MockProviderExtension.of(AppleSchoolManager.profile())
                .registering(Clients.SCHOOL_ID, Clients.EC.publicJwk());

        private static URI endpoint;

        @BeforeAll
        static void isUpBeforeAll() {
            endpoint = SCHOOL.tokenEndpoint();
        }

        @Test
        @Order(1)
        void leavesTraces(MockProvider school) {
            assertThat(school.failNext(Fault.serverError())).isSameAs(SCHOOL.provider());
            assertThat(post(school)).isEqualTo(500);
            school.failNext(Fault.serverError());
            school.register("another", Clients.EC.publicJwk());
            school.advance(Duration.ofDays(1));
            assertThat(school.unregister(Clients.SCHOOL_ID)).isTrue();
        }

        @Test
        @Order(2)
        void findsNone(MockProvider school) {
            assertThat(school.tokenEndpoint()).isEqualTo(endpoint);
            assertThat(school.received()).isEmpty();
            assertThat(school.clients()).extracting(client -> client.clientId()).containsExactly(Clients.SCHOOL_ID);
            assertThat(Duration.between(
                            Clock.systemUTC().instant(), school.clock().instant()))
                    .isLessThan(Duration.ofHours(1));
            assertThat(post(school)).isEqualTo(400);
        }

        @Nested
        class Inside {
            @Test
            void itIsTheSame() {
                assertThat(SCHOOL.tokenEndpoint()).isEqualTo(endpoint);
            }
        }
    }

    @Test
    void oneMockServesAClassAndIsResetForEachTest() {
        run(OneForAll.class);
        assertThat(summary.getSummary().getFailures()).isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(3);
        assertThat(published).isEmpty();
        assertThatThrownBy(OneForAll.SCHOOL::provider)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@RegisterExtension");
    }

    static class RegisteringBeforeAll {
        @RegisterExtension
        static final MockProviderExtension SCHOOL = MockProviderExtension.of(AppleSchoolManager.profile());

        @BeforeAll
        static void register() {
            SCHOOL.provider().register(Clients.SCHOOL_ID, Clients.EC.publicJwk());
        }

        @Test
        void one(MockProvider school) {
            findsTheClient(school);
        }

        @Test
        void another(MockProvider school) {
            findsTheClient(school);
        }

        private static void findsTheClient(MockProvider school) {
            assertThat(school.clients()).extracting(client -> client.clientId()).containsExactly(Clients.SCHOOL_ID);
            school.register("this tests", Clients.EC.publicJwk());
        }
    }

    @Test
    void aClientRegisteredBeforeAllTestsIsKept() {
        run(RegisteringBeforeAll.class);
        assertThat(summary.getSummary().getFailures()).isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
    }

    static class Failing {
        @RegisterExtension
        final MockProviderExtension school = MockProviderExtension.of(AppleSchoolManager.profile());

        @Test
        void fails(MockProvider mock) {
            RawPost.to(mock.tokenEndpoint())
                    .withAssertion("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2VjcmV0LXNpZ25hdHVyZQ")
                    .send();
            mock.failNext(Fault.serverError());
            post(mock);
            throw new AssertionError("as meant");
        }
    }

    @Test
    void aFailedTestPublishesTheReceivedRequests() {
        run(Failing.class);
        assertThat(summary.getSummary().getTestsFailedCount()).isEqualTo(1);
        assertThat(published).hasSize(1);
        assertThat(published.get(0).getKeyValuePairs()).containsOnlyKeys("received 1", "received 2");
        assertThat(published.get(0).getKeyValuePairs().get("received 1"))
                .contains(
                        "HTTP 400 invalid_client",
                        "The client x is not registered with this mock",
                        "apple-school-manager.alg",
                        "fix ")
                .doesNotContain("eyJhbGciOiJub25lIn0", "c2VjcmV0LXNpZ25hdHVyZQ");
        assertThat(published.get(0).getKeyValuePairs().get("received 2")).contains("HTTP 500, fault server-error");
        Throwable failure = summary.getSummary().getFailures().get(0).getException();
        assertThat(failure).hasMessage("as meant");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(arrived -> assertThat(arrived.getMessage())
                        .contains("received 1", "HTTP 400 invalid_client", "apple-school-manager.alg", "received 2")
                        .doesNotContain("eyJhbGciOiJub25lIn0", "c2VjcmV0LXNpZ25hdHVyZQ"));
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class AtTheSameTime {
        @RegisterExtension
        final MockProviderExtension school = MockProviderExtension.of(AppleSchoolManager.profile());

        @Test
        @Execution(ExecutionMode.CONCURRENT)
        void one(MockProvider mock) throws InterruptedException {
            together(mock);
        }

        @Test
        @Execution(ExecutionMode.CONCURRENT)
        void two(MockProvider mock) throws InterruptedException {
            together(mock);
        }

        private static void together(MockProvider mock) throws InterruptedException {
            ENDPOINTS.add(mock.tokenEndpoint());
            post(mock);
            BOTH_RUN.countDown();
            assertThat(BOTH_RUN.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mock.received()).hasSize(1);
        }
    }

    @Test
    void concurrentTestsHaveSeparateMocks() {
        run(AtTheSameTime.class);
        assertThat(summary.getSummary().getFailures()).isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
        assertThat(ENDPOINTS).hasSize(2);
    }
}
