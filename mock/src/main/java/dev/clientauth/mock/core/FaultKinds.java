// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;
import dev.clientauth.mock.http.FaultPath;
import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The faults by name, as the JSON API and a URL write them. */
public final class FaultKinds {
    /** The names; besides them, {@code status-NNN} and the error codes. */
    public static final List<String> NAMES = List.of(
            "too-many-requests",
            "unavailable",
            "server-error",
            "slow",
            "reset",
            "response-lost",
            "key-not-synced",
            "key-replaced");

    /** Names for messages. */
    public static final String SHOWN =
            String.join(", ", NAMES) + ", status-400 to status-599, " + String.join(", ", Fault.Refused.ERRORS);

    private static final Duration DEFAULT = Duration.ofSeconds(5);
    private static final Pattern STATUS = Pattern.compile("status-([45]\\d\\d)");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,5}");
    private static final long MAX_SECONDS = 86_400;

    private FaultKinds() {}

    /** Returns the fault of this name, with this time where it has one, by default five seconds; empty if unknown. */
    public static Optional<Fault> find(String kind, Optional<Duration> given) {
        Duration time = given.orElse(DEFAULT);
        Matcher status = STATUS.matcher(kind);
        if (status.matches()) {
            return Optional.of(new Fault.Status(Integer.parseInt(status.group(1)), given));
        }
        return switch (kind) {
            case "too-many-requests" -> Optional.of(Fault.tooManyRequests(time));
            case "unavailable" -> Optional.of(Fault.unavailable(time));
            case "server-error" -> Optional.of(Fault.serverError());
            case "slow" -> Optional.of(Fault.slow(time));
            case "reset" -> Optional.of(Fault.reset());
            case "response-lost" -> Optional.of(Fault.responseLost());
            case "key-not-synced" -> Optional.of(Fault.keyNotSynced());
            case "key-replaced" -> Optional.of(Fault.keyReplaced());
            default -> Fault.Refused.ERRORS.contains(kind) ? Optional.of(Fault.refused(kind)) : Optional.empty();
        };
    }

    /**
     * Returns the fault that the URL of a request chooses; empty if it chooses none.
     *
     * @throws IllegalArgumentException if it chooses one that does not exist
     */
    public static Optional<Fault> ofUrl(TokenRequest request) {
        return FaultPath.of(request.endpoint().map(URI::getPath).orElse("")).map(FaultKinds::chosen);
    }

    private static Fault chosen(FaultPath path) {
        Optional<Duration> time = path.seconds().map(text -> {
            if (!SECONDS.matcher(text).matches() || Long.parseLong(text) > MAX_SECONDS) {
                throw new IllegalArgumentException(
                        "The seconds of a fault must be from 0 to " + MAX_SECONDS + ", as in /fault/slow:3/.");
            }
            return Duration.ofSeconds(Long.parseLong(text));
        });
        return find(path.kind(), time)
                .orElseThrow(() -> new IllegalArgumentException("Unknown fault in the URL; the faults are " + SHOWN
                        + ". A number of seconds may follow, as in /fault/slow:3/."));
    }
}
