/**
 * The exchange at the token endpoint: form, HTTP, answer. Hidden: the module does not export it, and it may change at any
 * time.
 */
@NullMarked
package dev.clientauth.http;

import org.jspecify.annotations.NullMarked;
