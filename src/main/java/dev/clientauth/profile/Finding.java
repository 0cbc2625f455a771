// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

/**
 * A rule and its verdict.
 *
 * @param rule the rule
 * @param verdict the verdict
 */
public record Finding(Rule rule, Verdict verdict) {

    /** Returns whether the rule is broken. */
    public boolean isBroken() {
        return verdict instanceof Verdict.Broken;
    }

    /** Returns whether the request does not follow the rule, which is disputed. */
    public boolean isDisputed() {
        return verdict instanceof Verdict.Disputed;
    }

    /** Returns whether the rule is broken only under a condition: when the request was sent, which is not known. */
    public boolean isConditional() {
        return verdict instanceof Verdict.Broken broken && broken.isConditional();
    }

    /** Returns whether the rule is broken and its level is {@link Level#MUST}. */
    public boolean blocksRequest() {
        return isBroken() && rule.level() == Level.MUST;
    }

    /**
     * Returns whether the rule is broken, or disputed and about a claim that the client chooses, and its level is {@link
     * Level#MUST}.
     */
    public boolean isUnsafe() {
        return blocksRequest()
                || (isDisputed() && rule.level() == Level.MUST && rule.field().part() == Field.Part.CLAIM);
    }

    /** Returns whether the rule is disputed, its level is {@link Level#MUST}, and some servers enforce it. */
    boolean maySufficeForRefusal() {
        return isDisputed() && rule.level() == Level.MUST && rule.isEnforcedBySome();
    }

    /** Returns the id of the rule and its verdict on one line. */
    @Override
    public String toString() {
        return rule.id() + ": " + verdict;
    }
}
