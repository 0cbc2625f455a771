/** Texts for people: durations, instants and URLs, and what of a request may be shown. */
@NullMarked
package dev.clientauth.profile.text;

import org.jspecify.annotations.NullMarked;
