/** The {@code doctor} command. */
@NullMarked
package dev.clientauth.cli.doctor;

import org.jspecify.annotations.NullMarked;
