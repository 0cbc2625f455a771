// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The signed-in customers, by cookie.
 *
 * <p>{@code SameSite=Lax} excludes the cookie from requests by other sites, except for top-level navigation. With https,
 * name it
 * {@code __Host-session} and add {@code Secure}.
 */
final class Sessions {
    static final String COOKIE = "session";

    /**
     * A signed-in browser.
     *
     * @param subject whose account it uses
     * @param formToken the CSRF token in each form
     * @param openedAt when they signed in
     */
    record Session(String subject, String formToken, Instant openedAt) {}

    private final Clock clock = Clock.systemUTC();
    private final Map<String, Session> open = new ConcurrentHashMap<>();

    /** Opens a session with a new id and returns its cookie. */
    String open(String subject) {
        String name = Once.name();
        open.put(name, new Session(subject, Once.name(), clock.instant()));
        return cookie(COOKIE, name);
    }

    Optional<Session> of(Request request) {
        return request.cookie(COOKIE).map(open::get);
    }

    void close(Request request) {
        request.cookie(COOKIE).ifPresent(open::remove);
    }

    /** Signs a customer out in every browser in which they signed in before this instant. */
    void closeAll(String subject, Instant before) {
        open.values()
                .removeIf(session ->
                        session.subject().equals(subject) && session.openedAt().isBefore(before));
    }

    static String cookie(String name, String value) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax";
    }
}
