// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.ApplePerson;

import java.util.ArrayList;
import java.util.List;

/** The people that the authorization page offers to continue as, and what each would share. */
final class AccountChoices {
    private AccountChoices() {}

    static List<AuthorizePage.Choice> of(AuthorizeRequest request, AppleAccounts accounts) {
        List<AuthorizePage.Choice> choices = new ArrayList<>();
        for (ApplePerson person : accounts.people()) {
            boolean before = accounts.hasAllowed(person, request.client().id());
            choices.add(new AuthorizePage.Choice(
                    String.valueOf(choices.size()), person.name(), shares(request, person, before)));
        }
        return choices;
    }

    private static String shares(AuthorizeRequest request, ApplePerson person, boolean before) {
        if (before) {
            return "Has signed in here before: Apple does not send the name again.";
        }
        List<String> shared = new ArrayList<>();
        if (request.scopes().contains("name")) {
            shared.add("name");
        }
        if (request.scopes().contains("email")) {
            person.email().ifPresent(own -> shared.add(person.hidesEmail() ? "an address that hides " + own : own));
        }
        return shared.isEmpty() ? "Shares nothing." : "Shares " + String.join(" and ", shared) + ".";
    }
}
