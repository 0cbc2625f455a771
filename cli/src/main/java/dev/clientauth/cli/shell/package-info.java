/** The process around a command: streams, terminal, arguments, output and exit codes. */
@NullMarked
package dev.clientauth.cli.shell;

import org.jspecify.annotations.NullMarked;
