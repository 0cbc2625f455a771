/** JSON and markup. */
@NullMarked
package dev.clientauth.mock.text;

import org.jspecify.annotations.NullMarked;
