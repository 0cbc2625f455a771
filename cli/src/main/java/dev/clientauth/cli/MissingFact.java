// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Verdict;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fact that rules need, with the flag that sets it and the question that asks for it. */
enum MissingFact {
    ENDPOINT("the URL", "--token-endpoint", "Which URL was the request sent to?"),
    CLIENT_ID("the client id", "--client-id", "Which client id is registered with the provider?"),
    TEAM_ID("the Team ID", "--team-id", "What is the Apple Developer Team ID?"),
    KEY_ID("the key id", "--key-id", "Which key id is the key registered under?"),
    PUBLIC_KEY("the public key", "--public-key", "Which file contains the key (public key, certificate, JWK Set)?"),
    JWKS_URL("the JWK Set URL", "--jwks-url", "Which JWK Set URL is registered?"),
    PRESENTED_AT("when the request was sent", "--at", "When was the request sent? (now, or 2026-11-21T03:00:00Z)"),
    PROVIDER_CLOCK("the provider's clock", "--provider-date", "What was the Date header of the response?");

    private final String missing;
    private final String flag;
    private final String question;

    MissingFact(String missing, String flag, String question) {
        this.missing = missing;
        this.flag = flag;
        this.question = question;
    }

    String flag() {
        return flag;
    }

    String question() {
        return question;
    }

    /** Returns the facts that unknown rules need, each once, in the order of the questions. */
    static Stream<MissingFact> in(Diagnosis diagnosis) {
        Set<String> named = diagnosis.unknown().stream()
                .map(finding -> ((Verdict.Unknown) finding.verdict()).missing())
                .collect(Collectors.toSet());
        return Arrays.stream(values())
                .filter(fact -> named.stream().anyMatch(missing -> missing.startsWith(fact.missing)));
    }
}
