/** What runs from a command line. The only package that prints. */
@NullMarked
package dev.clientauth.cli;

import org.jspecify.annotations.NullMarked;
