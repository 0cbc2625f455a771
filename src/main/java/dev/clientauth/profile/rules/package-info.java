/** Predefined rules and facts, from which the profile of a provider is built. */
@NullMarked
package dev.clientauth.profile.rules;

import org.jspecify.annotations.NullMarked;
