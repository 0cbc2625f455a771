/**
 * Checks of the arguments of public methods. Hidden: the module does not export it, and it may change at any time. It imports
 * nothing of ours, and every package may import it.
 */
@NullMarked
package dev.clientauth.arguments;

import org.jspecify.annotations.NullMarked;
