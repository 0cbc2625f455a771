// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import dev.clientauth.hostile.Behavior.Kind;
import dev.clientauth.hostile.Behavior.Outcome;
import dev.clientauth.hostile.Behavior.Script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects behaviors, one per row. */
final class BehaviorTable {
    private final List<Behavior> rows = new ArrayList<>();

    /** All behaviors. */
    static List<Behavior> all() {
        BehaviorTable table = new BehaviorTable();
        HeadBehaviors.addTo(table);
        FramingBehaviors.addTo(table);
        BodyBehaviors.addTo(table);
        MemberBehaviors.addTo(table);
        ConnectionBehaviors.addTo(table);
        return List.copyOf(table.rows);
    }

    /** Expects a transport exception. */
    BehaviorTable fault(String name, Script script) {
        return fault(name, "", script);
    }

    /** Expects a transport exception with this text. */
    BehaviorTable fault(String name, String says, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.FAULT), says);
    }

    /** Expects a refusal. */
    BehaviorTable refused(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.REFUSED), "");
    }

    /** Expects a token. */
    BehaviorTable success(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.SUCCESS), "");
    }

    /** Permits a token or a transport exception. */
    BehaviorTable either(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.SUCCESS, Outcome.FAULT), "");
    }

    /** Expects a transport exception after a TLS handshake with these settings. */
    BehaviorTable tls(String name, String says) {
        return add(name, Kind.TLS, x -> x.granted("\"token_type\":\"Bearer\""), Set.of(Outcome.FAULT), says);
    }

    /** Expects a transport exception if the server sends this instead of a TLS handshake. */
    BehaviorTable belowTls(String name, Script script) {
        return add(name, Kind.BELOW_TLS, script, Set.of(Outcome.FAULT), "");
    }

    private BehaviorTable add(String name, Kind kind, Script script, Set<Outcome> expected, String says) {
        rows.add(new Behavior(name, kind, script, expected, says));
        return this;
    }
}
