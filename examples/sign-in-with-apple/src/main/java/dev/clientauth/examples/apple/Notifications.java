// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import dev.clientauth.apple.AccountEvent;
import dev.clientauth.apple.AccountEventVerifier;
import dev.clientauth.apple.IdentityRejectedException;
import dev.clientauth.token.TokenTransportException;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Handles Apple's notifications about customers. A real shop stores the ids of processed notifications in its database. */
final class Notifications {
    private static final System.Logger LOG = System.getLogger(Notifications.class.getName());
    private static final int MAX_IDS = 10_000;
    private static final int MAX_SHOWN = 10;

    private final AccountEventVerifier verifier;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Deque<String> log = new ArrayDeque<>();
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_IDS;
        }
    });

    Notifications(AccountEventVerifier verifier, Accounts accounts, Sessions sessions) {
        this.verifier = verifier;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /**
     * Returns the status of the response: 200 if the notification was processed, now or earlier; otherwise Apple sends it
     * again.
     */
    int receive(String body) {
        try {
            AccountEvent event = verifier.verify(body);
            synchronized (this) {
                if (seen.add(event.notification().id())) {
                    apply(event);
                }
            }
            return 200;
        } catch (IdentityRejectedException e) {
            LOG.log(System.Logger.Level.WARNING, "Not from Apple: " + e.getMessage());
            return 400;
        } catch (TokenTransportException e) {
            LOG.log(System.Logger.Level.WARNING, "Apple's keys are not to be had now: " + e.getMessage());
            return 503;
        }
    }

    private void apply(AccountEvent event) {
        String subject = event.subject();
        if (event instanceof AccountEvent.ConsentRevoked) {
            sessions.closeAll(subject, event.at());
            note("consent revoked");
        } else if (event instanceof AccountEvent.AccountDeleted) {
            sessions.closeAll(subject, event.at());
            accounts.delete(subject);
            note("account deleted");
        } else if (event instanceof AccountEvent.EmailDisabled) {
            accounts.change(subject, account -> account.withReachable(false));
            note("e-mail disabled");
        } else if (event instanceof AccountEvent.EmailEnabled) {
            accounts.change(subject, account -> account.withReachable(true));
            note("e-mail enabled");
        } else {
            note("something new");
        }
    }

    private void note(String what) {
        if (log.size() == MAX_SHOWN) {
            log.removeFirst();
        }
        log.addLast(what);
    }

    /** The latest notifications, oldest first. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }
}
