package dev.clientauth.profile;

/**
 * All that a {@link Rule} may look at.
 *
 * @param attempt what was sent, or is about to be
 * @param situation what else is known
 */
public record Case(Attempt attempt, Situation situation) {}
