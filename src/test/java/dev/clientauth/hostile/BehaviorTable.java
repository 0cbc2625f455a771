package dev.clientauth.hostile;

import dev.clientauth.hostile.Behavior.Kind;
import dev.clientauth.hostile.Behavior.Outcome;
import dev.clientauth.hostile.Behavior.Script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects behaviors: a row each. */
final class BehaviorTable {
    private final List<Behavior> rows = new ArrayList<>();

    /** All behaviors that are known. */
    static List<Behavior> all() {
        BehaviorTable table = new BehaviorTable();
        HeadBehaviors.addTo(table);
        FramingBehaviors.addTo(table);
        BodyBehaviors.addTo(table);
        MemberBehaviors.addTo(table);
        ConnectionBehaviors.addTo(table);
        return List.copyOf(table.rows);
    }

    /** There must be a transport exception. */
    BehaviorTable fault(String name, Script script) {
        return fault(name, "", script);
    }

    /** There must be a transport exception that says this. */
    BehaviorTable fault(String name, String says, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.FAULT), says);
    }

    /** There must be a refusal. */
    BehaviorTable refused(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.REFUSED), "");
    }

    /** There must be a token. */
    BehaviorTable success(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.SUCCESS), "");
    }

    /** There may be a token or a transport exception. */
    BehaviorTable either(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.SUCCESS, Outcome.FAULT), "");
    }

    /** There must be a transport exception, after a TLS handshake that is like this. */
    BehaviorTable tls(String name, String says) {
        return add(name, Kind.TLS, x -> x.granted("\"token_type\":\"Bearer\""), Set.of(Outcome.FAULT), says);
    }

    /** There must be a transport exception, when this comes in place of a TLS handshake. */
    BehaviorTable belowTls(String name, Script script) {
        return add(name, Kind.BELOW_TLS, script, Set.of(Outcome.FAULT), "");
    }

    private BehaviorTable add(String name, Kind kind, Script script, Set<Outcome> expected, String says) {
        rows.add(new Behavior(name, kind, script, expected, says));
        return this;
    }
}
