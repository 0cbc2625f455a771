/** The {@code watch} command. */
@NullMarked
package dev.clientauth.cli.watch;

import org.jspecify.annotations.NullMarked;
