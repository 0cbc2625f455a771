// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import dev.clientauth.apple.SignInResult;
import dev.clientauth.apple.UserDetails;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The customers. A real shop keeps them in a database. */
final class Accounts {
    private final Map<String, Account> bySubject = new ConcurrentHashMap<>();

    /**
     * Creates the account at the first sign-in; later sign-ins read the name from it, because Apple does not send it again.
     */
    Account signedIn(SignInResult signedIn) {
        String subject = signedIn.identity().subject();
        return bySubject.compute(
                subject,
                (same, before) -> new Account(
                        subject,
                        signedIn.user()
                                .map(Accounts::fullName)
                                .filter(name -> !name.isEmpty())
                                .orElse(before == null ? "Customer" : before.name()),
                        signedIn.identity().email().or(() -> before == null ? Optional.empty() : before.email()),
                        before == null || before.reachable(),
                        signedIn.kept().or(() -> before == null ? Optional.empty() : before.kept())));
    }

    private static String fullName(UserDetails user) {
        return Stream.of(user.firstName(), user.lastName())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    Optional<Account> find(String subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    void change(String subject, UnaryOperator<Account> change) {
        bySubject.computeIfPresent(subject, (same, account) -> change.apply(account));
    }

    void delete(String subject) {
        bySubject.remove(subject);
    }
}
