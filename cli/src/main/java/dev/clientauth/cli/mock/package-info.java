/** The {@code mock} command. */
@NullMarked
package dev.clientauth.cli.mock;

import org.jspecify.annotations.NullMarked;
