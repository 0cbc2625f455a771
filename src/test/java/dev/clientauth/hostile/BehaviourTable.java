package dev.clientauth.hostile;

import dev.clientauth.hostile.Behaviour.Kind;
import dev.clientauth.hostile.Behaviour.Outcome;
import dev.clientauth.hostile.Behaviour.Script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects behaviours: a row each. */
final class BehaviourTable {
    private final List<Behaviour> rows = new ArrayList<>();

    /** All behaviours that are known. */
    static List<Behaviour> all() {
        BehaviourTable table = new BehaviourTable();
        HeadBehaviours.addTo(table);
        FramingBehaviours.addTo(table);
        BodyBehaviours.addTo(table);
        MemberBehaviours.addTo(table);
        ConnectionBehaviours.addTo(table);
        return List.copyOf(table.rows);
    }

    /** There must be a transport exception. */
    BehaviourTable fault(String name, Script script) {
        return fault(name, "", script);
    }

    /** There must be a transport exception that says this. */
    BehaviourTable fault(String name, String says, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.FAULT), says);
    }

    /** There must be a refusal. */
    BehaviourTable refused(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.REFUSED), "");
    }

    /** There must be a token. */
    BehaviourTable success(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.SUCCESS), "");
    }

    /** There may be a token or a transport exception. */
    BehaviourTable either(String name, Script script) {
        return add(name, Kind.HTTP, script, Set.of(Outcome.SUCCESS, Outcome.FAULT), "");
    }

    /** There must be a transport exception, after a TLS handshake that is like this. */
    BehaviourTable tls(String name, String says) {
        return add(name, Kind.TLS, x -> x.granted("\"token_type\":\"Bearer\""), Set.of(Outcome.FAULT), says);
    }

    /** There must be a transport exception, when this comes in place of a TLS handshake. */
    BehaviourTable belowTls(String name, Script script) {
        return add(name, Kind.BELOW_TLS, script, Set.of(Outcome.FAULT), "");
    }

    private BehaviourTable add(String name, Kind kind, Script script, Set<Outcome> expected, String says) {
        rows.add(new Behaviour(name, kind, script, expected, says));
        return this;
    }
}
