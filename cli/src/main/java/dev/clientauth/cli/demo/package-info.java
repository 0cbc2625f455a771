/** The {@code demo} command. */
@NullMarked
package dev.clientauth.cli.demo;

import org.jspecify.annotations.NullMarked;
