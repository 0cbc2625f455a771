package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A fault that has yet to strike.
 *
 * @param id its name
 * @param provider whose requests it strikes; none for everybody's
 * @param fault what goes wrong
 * @param times how many requests it still strikes; none for any number
 * @param until when it ends by itself; none for not at all
 */
public record PendingFault(
        long id, Optional<String> provider, Fault fault, OptionalInt times, Optional<Instant> until) {

    boolean strikes(String who) {
        return provider.isEmpty() || provider.get().equals(who);
    }

    boolean isOver(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }
}
