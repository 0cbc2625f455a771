/** The {@code keys} commands. */
@NullMarked
package dev.clientauth.cli.keys;

import org.jspecify.annotations.NullMarked;
