package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Registration;

import java.time.Instant;

/** Where a provider has the keys of its clients from. */
@FunctionalInterface
interface KeySource {
    /** The keys that were registered. */
    KeySource ON_FILE = (registration, attempt, now) -> registration;

    /**
     * A registration with the keys that the provider has at this moment, fetched if need be. Called before each request is
     * judged, by several threads at once and outside of every lock.
     */
    Registration onFile(Registration registration, Attempt attempt, Instant now);
}
