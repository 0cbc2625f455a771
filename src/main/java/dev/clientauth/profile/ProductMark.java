package dev.clientauth.profile;

import java.util.Set;
import java.util.function.Predicate;

/**
 * A value that belongs to one product and is wrong in a request to another one.
 *
 * @param statement what it is and which product it belongs to, as a sentence
 * @param homes the ids of the profiles in which it is right; empty for a product without a profile
 * @param matches whether a request has it
 */
public record ProductMark(String statement, Set<String> homes, Predicate<RequestTraits> matches) {}
