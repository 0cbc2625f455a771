/** A diagnosis as text for people, as Markdown and as JSON, and the page of all rules. */
@NullMarked
package dev.clientauth.diagnosis;

import org.jspecify.annotations.NullMarked;
