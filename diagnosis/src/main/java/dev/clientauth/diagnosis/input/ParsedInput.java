// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.TokenRequest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was read from a text.
 *
 * @param exchanges the exchanges to explain: each request that was refused, otherwise the last one; never empty
 * @param total how many requests the text contains
 * @param unused the lines from which nothing was used
 * @param keys descriptions of the keys that the text contains outside a request; private keys among them are compromised
 * @param remarks notes about the text as a whole, one sentence each, without secrets
 */
public record ParsedInput(
        List<ParsedExchange> exchanges, int total, List<LineRange> unused, List<String> keys, List<String> remarks) {
    /**
     * Lines of the text.
     *
     * @param first the first of them, from 1
     * @param last the last of them
     */
    public record LineRange(int first, int last) {}

    /** Copies the lists. */
    public ParsedInput {
        exchanges = List.copyOf(exchanges);
        unused = List.copyOf(unused);
        keys = List.copyOf(keys);
        remarks = List.copyOf(remarks);
    }

    /** Returns the exchange to explain first: the last one that was refused, otherwise the last one. */
    public ParsedExchange chosen() {
        return exchanges.get(exchanges.size() - 1);
    }

    /** Returns the format of {@link #chosen()}. */
    public InputFormat format() {
        return chosen().format();
    }

    /** Returns the request of {@link #chosen()}. */
    public TokenRequest request() {
        return chosen().request();
    }

    /** Returns what else the text says about {@link #chosen()}. */
    public EvaluationContext context() {
        return chosen().context();
    }

    /** Returns the notes on {@link #chosen()} and on the text as a whole. */
    public List<String> notes() {
        Set<String> notes = new LinkedHashSet<>(remarks);
        notes.addAll(chosen().notes());
        return new ArrayList<>(notes);
    }
}
