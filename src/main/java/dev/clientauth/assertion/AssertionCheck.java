// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.TokenRequest;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks an assertion before it is signed. A client's assertions differ only in the claims that are generated for each one,
 * so after the first complete check only the rules about those are evaluated.
 */
final class AssertionCheck {
    private final Client client;
    private final List<Rule> rulesAboutChosenClaims;

    AssertionCheck(Client client) {
        this.client = client;
        Set<Field> chosen =
                client.profile().chosenClaims().stream().map(Field::claim).collect(Collectors.toSet());
        this.rulesAboutChosenClaims = client.profile().rules().stream()
                .filter(rule -> chosen.contains(rule.field()))
                .toList();
    }

    /**
     * Evaluates every rule.
     *
     * @throws RuleViolationException if the provider may refuse the assertion
     */
    void all(DecodedAssertion draft, Instant now) {
        Diagnosis diagnosis = client.profile().diagnose(request(draft), context(now));
        if (!diagnosis.unsafe().isEmpty()) {
            throw new RuleViolationException(diagnosis);
        }
    }

    /**
     * Evaluates the rules about claims that are generated for each assertion.
     *
     * @throws RuleViolationException if the provider may refuse the assertion
     */
    void chosen(DecodedAssertion draft, Instant now) {
        if (!allows(draft, now)) {
            all(draft, now);
        }
    }

    /** Returns whether the generated claims break no rule. */
    boolean allows(DecodedAssertion draft, Instant now) {
        RuleContext c = new RuleContext(request(draft), context(now));
        return rulesAboutChosenClaims.stream().noneMatch(rule -> new Finding(rule, rule.check(c)).isUnsafe());
    }

    private TokenRequest request(DecodedAssertion draft) {
        return TokenRequest.builder()
                .endpoint(client.tokenEndpoint())
                .assertion(draft)
                .build();
    }

    private EvaluationContext context(Instant now) {
        return EvaluationContext.unknown()
                .withRegistration(client.registration())
                .withSentAt(now);
    }
}
