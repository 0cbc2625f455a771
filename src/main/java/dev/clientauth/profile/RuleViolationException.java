// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

/**
 * Thrown if an assertion was not signed, or a request not sent, because it breaks a rule of the provider, or does not follow
 * a disputed rule about a claim.
 *
 * <p>Nothing was sent. The message is one line about the first such rule; the {@linkplain #diagnosis() diagnosis} has all of
 * them.
 */
public final class RuleViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;

    /** Creates the exception for the {@linkplain Diagnosis#unsafe() unsafe} findings of a diagnosis. */
    public RuleViolationException(Diagnosis diagnosis) {
        super("Not sent: " + diagnosis.profile().name()
                + (diagnosis.blocking().isEmpty() ? " may refuse it. " : " would refuse it. ")
                + diagnosis.advice().orElse("See diagnosis()."));
        this.diagnosis = diagnosis;
    }

    /** Returns every rule with its verdict. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }
}
