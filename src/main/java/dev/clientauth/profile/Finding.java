package dev.clientauth.profile;

/**
 * One rule and its verdict.
 *
 * @param rule the rule
 * @param verdict what it says
 */
public record Finding(Rule rule, Verdict verdict) {

    /** Whether the rule is broken. */
    public boolean isBroken() {
        return verdict instanceof Verdict.Broken;
    }

    /** Whether the request departs from the rule, which is disputed. */
    public boolean isDisputed() {
        return verdict instanceof Verdict.Disputed;
    }

    /** Whether the rule is broken or not depending on when the request was sent, which is not known. */
    public boolean isConditional() {
        return verdict instanceof Verdict.Broken broken && broken.isConditional();
    }

    /** Whether the rule is broken and its level is {@link Level#MUST}. */
    public boolean blocksRequest() {
        return isBroken() && rule.level() == Level.MUST;
    }

    /** Whether the rule is broken, or is disputed and about a claim that the client chooses, and its level is {@link Level#MUST}. */
    public boolean isUnsafe() {
        return blocksRequest()
                || (isDisputed() && rule.level() == Level.MUST && rule.field().part() == Field.Part.CLAIM);
    }

    /** The finding on one line: the rule's id and its verdict. */
    @Override
    public String toString() {
        return rule.id() + ": " + verdict;
    }
}
