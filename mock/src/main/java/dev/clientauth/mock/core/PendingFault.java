// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A fault that affects coming requests.
 *
 * @param id its id
 * @param provider the id of the affected provider; empty for all
 * @param fault the fault
 * @param times how many more requests it affects; empty for any number
 * @param until when it ends; empty if it does not end by itself
 */
public record PendingFault(
        long id, Optional<String> provider, Fault fault, OptionalInt times, Optional<Instant> until) {

    boolean affects(String who) {
        return provider.isEmpty() || provider.get().equals(who);
    }

    boolean isExpired(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }
}
