package dev.clientauth.profile;

/**
 * This library refused to sign an assertion, or to send a request, that breaks a written rule of the provider.
 *
 * <p>Nothing was sent. The message is one line, about the first broken rule; the {@linkplain #diagnosis() diagnosis} has
 * all of them.
 */
public final class RuleViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;

    /** A refusal for the rules that the diagnosis says are broken. */
    public RuleViolationException(Diagnosis diagnosis) {
        super("Not sent: " + diagnosis.profile().name() + " would refuse it. "
                + diagnosis.advice().orElse("See diagnosis()."));
        this.diagnosis = diagnosis;
    }

    /** Every rule with its verdict. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }
}
