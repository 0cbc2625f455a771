/** The command {@code proxy}: adds access tokens to the requests of scripts. */
@NullMarked
package dev.clientauth.cli.proxy;

import org.jspecify.annotations.NullMarked;
