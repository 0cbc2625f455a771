/** The signed JWT with which a client proves who it is, and the refusal to sign one that a provider would refuse. */
@NullMarked
package dev.clientauth.assertion;

import org.jspecify.annotations.NullMarked;
