// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.core.HostedProvider;
import dev.clientauth.mock.core.ServerContext;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Controls a running mock: injects faults, moves its clock and returns the requests that it received. A {@link MockProvider}
 * and {@link MockApple} do so for one provider, a {@link MockProviderServer} for all its providers.
 *
 * <p>The providers of one server share its clock. Thread-safe. The last 1000 requests of a server are kept, fewer if they
 * take more than about 16 MiB.
 *
 * @param <M> the type of the mock, which methods return for chaining
 */
public abstract sealed class RunningMock<M extends RunningMock<M>> implements AutoCloseable
        permits MockApple, MockProvider, MockProviderServer {
    private final ServerContext context;
    private final Optional<String> provider;

    /** Controls one provider, or all providers if none is given. */
    RunningMock(ServerContext context, Optional<String> provider) {
        this.context = context;
        this.provider = provider;
    }

    abstract M self();

    abstract List<HostedProvider> hosted();

    final ServerContext context() {
        return context;
    }

    final M register(HostedProvider at, MockClient client) {
        context.register(at, client);
        return self();
    }

    /** Injects a fault into the next request with client authentication. Faults apply in the order of these calls. */
    public final M failNext(Fault fault) {
        return failNext(1, fault);
    }

    /**
     * Injects a fault into the next requests with client authentication.
     *
     * @param times the number of requests, at least one
     * @throws IllegalArgumentException if the number is not positive
     * @throws IllegalStateException if 100 faults are pending
     */
    public final M failNext(int times, Fault fault) {
        context.faults().next(provider, times, fault);
        return self();
    }

    /**
     * Injects a fault into all requests with client authentication for some time, measured by the mock's clock.
     *
     * @throws IllegalArgumentException if the time is not positive
     * @throws IllegalStateException if 100 faults are pending
     */
    public final M failFor(Duration time, Fault fault) {
        context.faults().during(provider, time, fault);
        return self();
    }

    /**
     * Injects a fault into all requests with client authentication until {@link #clearFaults()}.
     *
     * @throws IllegalStateException if 100 faults are pending
     */
    public final M failUntilCleared(Fault fault) {
        context.faults().untilCleared(provider, fault);
        return self();
    }

    /** Removes the pending faults. */
    public final M clearFaults() {
        context.faults().clear(provider);
        return self();
    }

    /** Returns the mock's clock, which also dates its responses. */
    public final Clock clock() {
        return context.clock();
    }

    /**
     * Moves the mock's clock forward, or back if the time is negative.
     *
     * @throws IllegalArgumentException if the clock would be more than ten years ahead or behind
     */
    public final M advance(Duration time) {
        context.advance(time);
        return self();
    }

    /**
     * Sets the mock's clock ahead of the clock it was started with, or behind it if the time is negative. Simulates a client
     * and a provider whose clocks differ.
     *
     * @throws IllegalArgumentException if that is more than ten years
     */
    public final M setClockAhead(Duration ahead) {
        context.setClockAhead(ahead);
        return self();
    }

    /** Returns the received token requests, oldest first, each with the reason and the verdict of every rule. */
    public final List<RecordedRequest> received() {
        return context.log().requests(provider);
    }

    /** Returns the received token requests, oldest first, and removes them. */
    public final List<RecordedRequest> takeReceived() {
        return context.log().take(provider);
    }

    /**
     * Resets the mock: removes received requests, faults, codes, tokens and used {@code jti} values, and resets the clock.
     * Clients stay registered.
     */
    public final M clear() {
        context.faults().clear(provider);
        context.setClockAhead(Duration.ZERO);
        hosted().forEach(HostedProvider::forget);
        context.log().clear(provider);
        return self();
    }

    /** Stops immediately. */
    @Override
    public abstract void close();
}
