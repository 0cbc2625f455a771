package dev.clientauth.apple;

/**
 * A token that is said to be Apple's is not to be believed.
 *
 * <p>Neither the token nor a secret is in it: where a nonce or a hash disagrees, {@link #found()} and {@link #expected()} say
 * so without the values.
 */
public final class IdentityRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final IdentityCheck check;
    private final String found;
    private final String expected;

    IdentityRejectedException(IdentityCheck check, String found, String expected, String remedy) {
        super("The token was rejected by the check " + check + ": found " + found + ", expected " + expected + ". "
                + remedy);
        this.check = check;
        this.found = found;
        this.expected = expected;
    }

    /** The check that failed first. */
    public IdentityCheck check() {
        return check;
    }

    /** What the token has. */
    public String found() {
        return found;
    }

    /** What it should have. */
    public String expected() {
        return expected;
    }
}
