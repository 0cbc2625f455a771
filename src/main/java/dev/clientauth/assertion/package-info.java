/**
 * Draft, judged, signed: how an assertion is made. Hidden: the module does not export it, and it may change at any time.
 */
@NullMarked
package dev.clientauth.assertion;

import org.jspecify.annotations.NullMarked;
