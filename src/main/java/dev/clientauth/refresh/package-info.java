/**
 * The life of an access token: at hand while fresh, renewed ahead, one renewal in flight. Hidden: the module does not export
 * it, and it may change at any time.
 */
@NullMarked
package dev.clientauth.refresh;

import org.jspecify.annotations.NullMarked;
