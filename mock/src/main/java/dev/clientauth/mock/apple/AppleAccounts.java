// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.token.SubjectId;
import dev.clientauth.mock.token.TokenStorage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps people, their identities by team and their consents by client. Each is bounded; beyond, the oldest are removed. Not
 * thread-safe.
 */
final class AppleAccounts {
    /** The domains of relay addresses; the second since 15 June 2026. */
    private static final List<String> RELAYS = List.of("@privaterelay.appleid.com", "@private.icloud.com");

    /** The maximum number of identities, of consents and of transfers. */
    private static final int MAX_ENTRIES = 50_000;

    private record Membership(ApplePerson person, String team) {}

    /** What a team receives about a person. */
    record Identity(String subject, String relayAddress) {}

    private record Consent(ApplePerson person, String clientId) {}

    private record Transfer(ApplePerson person, String from, String to) {}

    private final List<ApplePerson> people = new ArrayList<>();
    private final Map<Membership, Identity> identities = bounded();
    private final Map<Consent, Set<String>> scopes = bounded();
    private final Map<Transfer, String> transferSubjects = bounded();

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_ENTRIES;
            }
        };
    }

    void register(ApplePerson person) {
        if (!people.contains(person)) {
            people.add(person);
        }
    }

    List<ApplePerson> people() {
        return List.copyOf(people);
    }

    /** Returns the person at an index of {@link #people()}, as a form sends it. */
    Optional<ApplePerson> personAt(String index) {
        return index.matches("\\d{1,6}") && Integer.parseInt(index) < people.size()
                ? Optional.of(people.get(Integer.parseInt(index)))
                : Optional.empty();
    }

    Identity identity(ApplePerson person, String team) {
        if (!people.contains(person)) {
            throw new IllegalArgumentException(
                    person.name() + " is not registered with this mock; register them first.");
        }
        return identities.computeIfAbsent(
                new Membership(person, team), m -> new Identity(SubjectId.random(), relayAddress()));
    }

    /** Returns a new relay address; the domains take turns, so that a test with two people sees both. */
    private String relayAddress() {
        return TokenStorage.opaque()
                        .replaceAll("[^A-Za-z0-9]", "")
                        .substring(0, 10)
                        .toLowerCase(Locale.ROOT)
                + RELAYS.get(identities.size() % RELAYS.size());
    }

    /** Returns the person with this subject at a team. */
    Optional<ApplePerson> person(String subject, String team) {
        return identities.entrySet().stream()
                .filter(e ->
                        e.getKey().team().equals(team) && e.getValue().subject().equals(subject))
                .map(e -> e.getKey().person())
                .findFirst();
    }

    boolean hasAllowed(ApplePerson person, String clientId) {
        return scopes.containsKey(new Consent(person, clientId));
    }

    /** Records a consent, and returns whether it is the first. */
    boolean allow(ApplePerson person, String clientId, Set<String> asked) {
        return scopes.putIfAbsent(new Consent(person, clientId), Set.copyOf(asked)) == null;
    }

    void withdraw(ApplePerson person, String clientId) {
        scopes.remove(new Consent(person, clientId));
    }

    /** Returns the subject by which a person is transferred from one team to another; always the same one. */
    String transferSubject(ApplePerson person, String from, String to) {
        return transferSubjects.computeIfAbsent(new Transfer(person, from, to), t -> SubjectId.random());
    }

    /** Returns the person who is transferred from one team to another by this subject. */
    Optional<ApplePerson> transferred(String transferSubject, String from, String to) {
        return transferSubjects.entrySet().stream()
                .filter(e -> e.getValue().equals(transferSubject)
                        && e.getKey().from().equals(from)
                        && e.getKey().to().equals(to))
                .map(e -> e.getKey().person())
                .findFirst();
    }

    /** Returns the address that a client receives, if it requested one when the person first signed in. */
    Optional<String> email(ApplePerson person, AppleClient client) {
        return scopes.getOrDefault(new Consent(person, client.id()), Set.of()).contains("email")
                ? person.email().map(own -> shown(person, client, own))
                : Optional.empty();
    }

    private String shown(ApplePerson person, AppleClient client, String own) {
        return person.hidesEmail() ? identity(person, client.team()).relayAddress() : own;
    }

    /** Returns the {@code transfer_sub} of identity tokens while the users of a transferred client can be migrated. */
    Optional<String> transferSubject(ApplePerson person, AppleClient client, Instant now) {
        return client.former(now)
                .flatMap(former -> former.registration().teamId())
                .filter(from -> identities.containsKey(new Membership(person, from)))
                .map(from -> transferSubject(person, from, client.team()));
    }
}
