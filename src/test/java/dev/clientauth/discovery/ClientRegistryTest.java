// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One application at many servers. */
@Timeout(120)
class ClientRegistryTest {
    /** The endpoints that Epic published in August 2026. */
    private static final int CUSTOMERS = 479;

    private final MetadataServer server = MetadataServer.start();
    private final MovableClock clock = new MovableClock();
    private final Discovery discovery = Discovery.builder().allowLoopback().build();
    private final ClientRegistry customers = new ClientRegistry(
            base -> discovery
                    .epic(base, Clients.EPIC_ID)
                    .signingKey(Clients.RSA)
                    .scopes("system/Patient.read"),
            clock);

    @AfterEach
    void stop() {
        server.close();
    }

    private URI customer(int number) {
        String base = "/customer-" + number + "/api/FHIR/R4";
        server.serving(
                base + "/.well-known/smart-configuration",
                "{\"token_endpoint\":\"" + server.origin() + "/customer-" + number + "/oauth2/token\"}");
        return URI.create(server.origin() + base);
    }

    @Test
    void aServerIsAskedOnceWhenItIsFirstUsed() {
        URI one = customer(1);
        URI two = customer(2);
        assertThat(server.requests()).isEmpty();
        ClientAuthenticator first = customers.at(one);
        assertThat(customers.at(one)).isSameAs(first);
        assertThat(customers.at(URI.create(one + "/"))).isSameAs(first);
        assertThat(customers.at(two)).isNotSameAs(first);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void metadataIsReadAgainAfterADayAndTheTokenIsKeptIfNothingChanged() {
        URI one = customer(1);
        ClientAuthenticator first = customers.at(one);
        first.accessToken();
        clock.advance(Duration.ofHours(23));
        assertThat(customers.at(one)).isSameAs(first);
        assertThat(server.requests()).hasSize(2);
        clock.advance(Duration.ofHours(2));
        assertThat(customers.at(one)).isSameAs(first);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void anotherTokenEndpointMakesAnotherAuthenticator() {
        URI one = customer(1);
        ClientAuthenticator first = customers.at(one);
        server.serving(
                "/customer-1/api/FHIR/R4/.well-known/smart-configuration",
                "{\"token_endpoint\":\"" + server.origin() + "/moved/oauth2/token\"}");
        assertThat(customers.at(one)).isSameAs(first);
        clock.advance(Duration.ofHours(25));
        ClientAuthenticator moved = customers.at(one);
        assertThat(moved).isNotSameAs(first);
        assertThat(moved.profile().tokenEndpoint()).hasToString("Optional[" + server.origin() + "/moved/oauth2/token]");
    }

    @Test
    void metadataThatIsRefusedLaterLeavesTheAuthenticatorAsItWas() {
        URI one = customer(1);
        ClientAuthenticator first = customers.at(one);
        server.serving(
                "/customer-1/api/FHIR/R4/.well-known/smart-configuration",
                "{\"token_endpoint\":\"https://evil.example/oauth2/token\"}");
        clock.advance(Duration.ofHours(25));
        assertThat(customers.at(one)).isSameAs(first);
        assertThat(customers.at(one)).isSameAs(first);
        assertThat(server.requests()).hasSize(2);
        clock.advance(Duration.ofMinutes(2));
        assertThat(customers.at(one)).isSameAs(first);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void aServerThatFailedIsAskedAgainByTheNextUse() {
        URI unknown = URI.create(server.origin() + "/nobody/api/FHIR/R4");
        assertThatThrownBy(() -> customers.at(unknown)).isInstanceOf(DiscoveryException.class);
        server.serving(
                "/nobody/api/FHIR/R4/.well-known/smart-configuration",
                "{\"token_endpoint\":\"" + server.origin() + "/nobody/oauth2/token\"}");
        assertThat(customers.at(unknown).accessToken().value()).isEqualTo("t");
    }

    @Test
    void aRemovedServerIsAskedAgain() {
        URI one = customer(1);
        ClientAuthenticator first = customers.at(one);
        customers.remove(URI.create(one + "/"));
        assertThat(customers.at(one)).isNotSameAs(first);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void everyCustomerOfEpicsDirectoryAtOnceTakesTwoRequestsEach() throws Exception {
        List<URI> bases = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            bases.add(customer(i));
        }
        customers.at(bases.get(0)).accessToken();
        long before = used();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<String>> tokens = new ArrayList<>();
            // Each customer by two threads at the same time.
            for (int i = 0; i < 2 * CUSTOMERS; i++) {
                URI base = bases.get(i / 2);
                tokens.add(threads.submit(() -> customers.at(base).accessToken().value()));
            }
            for (Future<String> token : tokens) {
                assertThat(token.get()).isEqualTo("t");
            }
        } finally {
            threads.shutdownNow();
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        long perCustomer = (used() - before) / CUSTOMERS;
        System.getLogger(ClientRegistryTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        CUSTOMERS + " customers: " + millis + " ms, " + perCustomer + " bytes each, "
                                + server.requests().size() + " requests");
        assertThat(server.requests()).hasSize(2 * CUSTOMERS);
        assertThat(server.posted()).hasSize(CUSTOMERS);
        Set<String> audiences = new HashSet<>();
        server.requests().stream()
                .filter(request -> request.getMethod().equals("POST"))
                .forEach(request -> audiences.add(request.getUrl().encodedPath()));
        assertThat(audiences).hasSize(CUSTOMERS);
        // Of which the recorded requests of the server are most.
        assertThat(perCustomer).isLessThan(200_000);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
